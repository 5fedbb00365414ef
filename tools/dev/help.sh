# ./dev help             this page
for file in tools/dev/*.sh; do
    sed -n '/^#/!q; s/^# \{0,1\}/  /p' "$file"
done
