# Building: one folder per compiler and purpose, all under build*/ which git ignores.

# Configures a folder once (again if asked), then builds it, or only make_target of it.
make_in() { # folder compiler meson-options...
    folder=$1 compiler=$2
    shift 2
    if [ ! -f "$folder/build.ninja" ]; then
        quietly "build/logs/setup-$(basename "$folder").log" \
            env CC="$compiler" meson setup "$folder" "$@" || return 1
    elif [ "${make_again:-0}" = 1 ]; then # libraries may have come since
        quietly "build/logs/setup-$(basename "$folder").log" \
            meson setup --reconfigure "$folder" "$@" || return 1
    fi
    quietly "build/logs/build-$(basename "$folder").log" ninja -C "$folder" ${make_target:+"$make_target"}
}

make_compiler() { # the compiler that is there
    for compiler in ${CC:-} gcc cc clang; do
        command -v "$compiler" >/dev/null 2>&1 && echo "$compiler" && return 0
    done
    return 1
}
