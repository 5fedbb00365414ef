#!/bin/sh
# Runs a command-line test: a script and its exact output.
#
#     tests/cli/run.sh PROGRAM TEST.t [--update]
#
# In TEST.t a line that begins with "  $ " is a command ("  > ": more of it), the lines with
# two blanks after it are what it prints (standard output and error together) and "  [N]"
# its exit code unless 0; everything else is a remark. Commands run in one shell, in an
# empty folder with `data` (tests/data) and `share` in it; `round` is at hand. Silent when
# everything is as written; else the difference. --update writes what came into TEST.t, to
# be read before it is committed.
set -eu

program=$1 test=$2 mode=${3-}
here=$(cd "$(dirname "$0")" && pwd)
test=$(cd "$(dirname "$test")" && pwd)/$(basename "$test")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

mkdir "$work/bin" "$work/at"
ln -s "$(cd "$(dirname "$program")" && pwd)/$(basename "$program")" "$work/bin/glasscell"
ln -s "$here/round" "$work/bin/round"
ln -s "$here/../data" "$work/at/data"
ln -s "$here/../../share" "$work/at/share"
GLASSCELL_SHARE=share
export GLASSCELL_SHARE
PATH=$work/bin:$PATH LC_ALL=C TERM=dumb COLUMNS=80
export PATH LC_ALL TERM COLUMNS

# The test becomes a script that writes itself again, with what came in place of what was
# expected: so one `diff` is the whole verdict, and --update is a copy.
awk -v out="$work/out" '
    function quote(s) { gsub(/\047/, "\047\\\047\047", s); return "\047" s "\047" }
    function remark(s) { print "printf \"%s\\n\" " quote(s) " >&3" }
    function blanks() { for (; waiting > 0; waiting--) remark("") }
    function run() {
        if (command == "") return
        print "{ " command "\n} >" out " 2>&1; code=$?"
        print "show " out " >&3"
        print "[ $code -eq 0 ] || printf \"  [%d]\\n\" $code >&3"
        command = ""
        expected = 1
    }
    command != "" && /^  > / { remark($0); command = command "\n" substr($0, 5); next }
    { run() }
    /^  \$ / { blanks(); remark($0); command = substr($0, 5); next }
    expected && /^$/ { waiting++; next } # of the output, if more of it follows
    expected && /^  / { waiting = 0; next }
    { blanks(); expected = 0; remark($0) }
    END { run(); blanks() }
' "$test" >"$work/script"

cat >"$work/start" <<'END'
show() { # indented; blank lines stay blank, and none at the end
    awk '/^$/ { n++; next } { for (; n > 0; n--) print ""; print "  " $0 }' "$1"
}
END
cat "$work/start" "$work/script" >"$work/whole"
(cd "$work/at" && sh "$work/whole" 3>"$work/came")

if [ "$mode" = --update ]; then
    cp "$work/came" "$test"
elif ! diff -u "$test" "$work/came"; then
    exit 1
fi
