#!/usr/bin/env python3
"""Makes a C source that holds the cells of the library: embed.py OUT.c CELL.json ..."""
import json
import os
import sys


def about(path):
    """Title of the file, and nothing else: one line for a list."""
    with open(path, encoding="utf-8") as file:
        return json.load(file)["Header"].get("Title", "").replace("\n", " ")


def quoted(text):
    """A C string; json's escapes are C's for what a title holds."""
    return json.dumps(text, ensure_ascii=False)


def lines(data):
    for start in range(0, len(data), 24):
        yield "    " + ",".join(str(byte) for byte in data[start:start + 24]) + ","


def main(out, paths):
    paths = sorted(paths, key=lambda path: os.path.basename(path).lower())
    names = [os.path.splitext(os.path.basename(path))[0] for path in paths]
    text = ['/* Made by tools/embed.py. */', '#include "cell/cell_embedded.h"', '']
    sizes = []
    for index, path in enumerate(paths):
        with open(path, "rb") as file:
            data = file.read()
        sizes.append(len(data))
        text.append("static const unsigned char embedded_%d[] = {" % index)
        text.extend(lines(data + b"\0"))
        text.append("};")
    table = "const char *const glass_cell_embedded_%s[] = {%s, NULL};"
    text.append(table % ("names", ", ".join(map(quoted, names))))
    text.append(table % ("about", ", ".join(quoted(about(path)) for path in paths)))
    text.append("const unsigned char *const glass_cell_embedded_bytes[] = {%s};"
                % ", ".join("embedded_%d" % i for i in range(len(paths))))
    text.append("const size_t glass_cell_embedded_size[] = {%s};" % ", ".join(map(str, sizes)))
    with open(out, "w", encoding="utf-8") as file:
        file.write("\n".join(text) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
