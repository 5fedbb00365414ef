#!/usr/bin/env python3
"""Makes a C source that holds text files: embed_text.py OUT.c HEADER SYMBOL=FILE ..."""
import sys


def main(out, header, pairs):
    text = ["/* Made by tools/embed_text.py. */", '#include "%s"' % header, ""]
    for pair in pairs:
        symbol, _, path = pair.partition("=")
        with open(path, "rb") as file:
            data = file.read() + b"\0"
        text.append("const char %s[] = {" % symbol)
        for start in range(0, len(data), 24):
            text.append("    " + ",".join("'\\x%02x'" % byte if byte > 127 else str(byte)
                                          for byte in data[start:start + 24]) + ",")
        text.append("};")
    with open(out, "w", encoding="utf-8") as file:
        file.write("\n".join(text) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
