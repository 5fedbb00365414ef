# What each verb needs from the machine, and how to get it.
#
# A thing counts as there when it is found (a command, a header, a pkg-config name, a file),
# not when a package manager says so: it may come from anywhere. If nothing is missing no
# package manager is called at all. Sources, proxies and keys are left as they are.

# group | Debian and Ubuntu package | found by | what it is
need_table='
demo|gcc|command gcc cc clang|C compiler
demo|libc6-dev|header stdio.h|headers of the C library
demo|meson|command meson|Meson, 0.61 or newer
demo|ninja-build|command ninja|Ninja
demo|pkg-config|command pkg-config|pkg-config
demo|libfyaml-dev|module libfyaml|libfyaml: YAML and JSON
demo|libhdf5-dev|module hdf5-serial hdf5|HDF5: recordings
demo|libtiff-dev|module libtiff-4|libtiff: tomograms
demo|libudunits2-dev|header udunits2.h udunits2/udunits2.h|UDUNITS-2: foreign units
demo|libcairo2-dev|module cairo|cairo: pictures
demo|fonts-dejavu-core|font DejaVuSans.ttf|DejaVu Sans: letters in pictures
check|libcmocka-dev|module cmocka|cmocka: unit tests
check|clang|command clang|clang: the second compiler
check|clang-format-14|command clang-format-14|clang-format 14
check|python3-h5py|python h5py|h5py: recordings seen from Python
check|python3-xarray|python xarray|xarray: the same
check|python3-h5netcdf|python h5netcdf|h5netcdf, by which xarray reads
fuzz|clang|command clang|clang, which brings libFuzzer
fuzz|libclang-rt-dev|fuzzer x|run-time library of clang (sanitizers, libFuzzer)
bench|python3-venv|python ensurepip|Python with venv: a throw-away place for PyBaMM
'

need_found() { # how names...: is one of them there?
    how=$1
    shift
    for name; do
        case $how in
        command) command -v "$name" >/dev/null 2>&1 && return 0 ;;
        module) pkg-config --exists "$name" 2>/dev/null && return 0 ;;
        python) need_python "$name" >/dev/null && return 0 ;;
        header)
            if command -v cc >/dev/null 2>&1; then
                echo "#include <$name>" | cc -E - >/dev/null 2>&1 && return 0
            elif [ -f "/usr/include/$name" ]; then
                return 0
            fi
            ;;
        font)
            for folder in /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" \
                "$HOME/.local/share/fonts"; do
                [ -d "$folder" ] || continue
                [ -z "$(find -L "$folder" -name "$name" 2>/dev/null | head -n 1)" ] || return 0
            done
            ;;
        fuzzer) need_fuzzer && return 0 ;;
        esac
    done
    return 1
}

# A python3 that can import a module: the system's own first, since that is the one that
# apt serves; `python3` on the path may be another.
need_python() { # module
    for python in /usr/bin/python3 python3; do
        if "$python" -c "import $1" >/dev/null 2>&1; then
            echo "$python"
            return 0
        fi
    done
    return 1
}

need_fuzzer() {
    command -v clang >/dev/null 2>&1 || return 1
    mkdir -p build
    echo 'int LLVMFuzzerTestOneInput(const char *d, unsigned long n) { return d && n ? 0 : 0; }' \
        >build/.fuzzer.c
    clang -fsanitize=fuzzer,address,undefined build/.fuzzer.c -o build/.fuzzer 2>/dev/null
    status=$?
    rm -f build/.fuzzer.c build/.fuzzer
    return $status
}

# The packages of these groups that are missing, one per line; their meaning in need_what.
need_missing() { # groups...
    need_packages='' need_what=''
    while IFS='|' read -r group package how what; do
        case " $* " in *" $group "*) ;; *) continue ;; esac
        case " $need_packages " in *" $package "*) continue ;; esac
        # shellcheck disable=SC2086 # the words of $how are a word and names
        if need_found $how; then continue; fi
        need_packages="$need_packages $package"
        need_what="$need_what
  $what"
    done <<END
$need_table
END
    need_packages=${need_packages# }
}

# The run-time library of clang is named after its version, and sits elsewhere on 22.04.
need_real_names() { # packages...
    for package; do
        if [ "$package" = libclang-rt-dev ]; then
            n=$(apt-cache depends clang 2>/dev/null |
                sed -n 's/.*Depends: clang-\([0-9][0-9]*\)$/\1/p' | head -n 1)
            package=libclang-rt-${n:-14}-dev
            apt-cache show "$package" >/dev/null 2>&1 || package=libclang-common-${n:-14}-dev
        fi
        printf ' %s' "$package"
    done
}

need_apt_options='--no-install-recommends -o DPkg::Lock::Timeout=60'

need_download_bytes() { # packages...: what apt would fetch; empty if it does not know them
    # shellcheck disable=SC2086
    apt-get -qq --print-uris $need_apt_options install "$@" 2>/dev/null |
        awk -F"'" '{ split($3, word, " "); n += word[2] } END { if (NR) print n }'
}

need_mb() { awk -v n="$1" 'BEGIN { printf "%.1f MB", n / 1e6 }'; }

need_as_root() { # command...
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        sudo "$@" # on a terminal only: see need_may_install
    fi
}

need_may_install() {
    [ "$(id -u)" = 0 ] && return 0
    command -v sudo >/dev/null 2>&1 || return 1
    sudo -n true 2>/dev/null || [ -t 0 ]
}

need_elsewhere() {
    cat >&2 <<END
./dev: this machine has no apt-get; please install what is missing:
$need_what
Fedora:  dnf install gcc meson ninja-build pkgconf libfyaml-devel hdf5-devel libtiff-devel \\
             udunits2-devel cairo-devel dejavu-sans-fonts libcmocka-devel clang
Arch:    pacman -S gcc meson ninja pkgconf libfyaml hdf5 libtiff udunits cairo ttf-dejavu cmocka clang
macOS:   brew install meson ninja pkg-config libfyaml hdf5 libtiff udunits cairo cmocka
END
}

# Makes sure that everything in these groups is there. Status 2 with words if it cannot.
need() { # groups...
    need_downloaded=0 need_seconds=0
    need_missing "$@"
    [ -n "$need_packages" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        need_elsewhere
        return 2
    fi
    say "Not found on this machine:$need_what"
    if ! need_may_install; then
        # shellcheck disable=SC2086
        cat >&2 <<END
./dev: installing needs an administrator, and sudo is not available here without a
password. Please hand this one line to one, then run ./dev again:

  apt-get update && apt-get install -y --no-install-recommends$(need_real_names $need_packages)

END
        return 2
    fi
    need_install
    need_missing "$@"
    [ -n "$need_packages" ] || return 0
    say "./dev: still not found after installing:$need_what
(on Ubuntu the repository 'universe' must be enabled: add-apt-repository universe)" >&2
    return 2
}

# Those of the packages that apt knows; words about the others, which only some checks want.
need_known() { # packages...
    known=''
    for package; do
        if apt-cache show "$package" >/dev/null 2>&1; then
            known="$known $package"
        else
            say "$package is not known to this machine's package lists; going on without."
        fi
    done
}

need_apt_install() { # packages...
    # shellcheck disable=SC2086
    quietly build/logs/apt-install.log need_as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y $need_apt_options install "$@"
}

need_update() {
    say "Fetching the list of packages (apt-get update) ..."
    quietly build/logs/apt-update.log need_as_root apt-get -q update ||
        die "apt-get update failed; is there a network? (its words are above)"
}

need_install() {
    began=$(now_s)
    # shellcheck disable=SC2046,SC2086
    set -- $(need_real_names $need_packages)
    bytes=$(need_download_bytes "$@")
    if [ -z "$bytes" ]; then # empty or old lists, or a name that is not there
        need_update
        # shellcheck disable=SC2046,SC2086
        need_known $(need_real_names $need_packages)
        # shellcheck disable=SC2086
        set -- $known
        [ $# -gt 0 ] || return 0
        bytes=$(need_download_bytes "$@")
        [ -n "$bytes" ] || die "apt-get cannot install: $*"
    fi
    say "Installing $* ($(need_mb "$bytes") to download) ..."
    if ! need_apt_install "$@" 2>/dev/null; then # lists older than the mirror
        need_update
        need_apt_install "$@" || die "apt-get install failed (its words are above)"
    fi
    need_downloaded=$bytes
    need_seconds=$(($(now_s) - began))
    say "Installed: $(need_mb "$bytes") downloaded, $need_seconds s."
}
