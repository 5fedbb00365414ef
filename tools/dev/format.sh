# ./dev format [--check] lays out all C files with clang-format 14; --check only tells which
#                        files it would change
if ! command -v clang-format-14 >/dev/null 2>&1; then
    die "clang-format-14 is not installed (another version lays out differently): apt-get install clang-format-14"
fi
if [ "${1:-}" != --check ]; then
    git ls-files -z '*.c' '*.h' | xargs -0 clang-format-14 -i
else
    wrong=0
    for file in $(git ls-files '*.c' '*.h'); do
        clang-format-14 "$file" | cmp -s - "$file" && continue
        say "$file: ./dev format would change it"
        wrong=1
    done
    exit $wrong
fi
