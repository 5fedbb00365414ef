# ./dev install [PREFIX] installs program, library, headers and data (PREFIX: /usr/local)
prefix=${1:-/usr/local}
need demo
make_target=installed
make_in build "$(make_compiler)" || die "the build failed"
# modules and data are looked for where they go
quietly build/logs/install.log meson configure build -Dprefix="$prefix" &&
    make_in build "$(make_compiler)" || die "the build failed"
quietly build/logs/install.log meson install -C build --no-rebuild ||
    die "could not install into $prefix (its words are above); as another user: sudo ./dev install"
say "glasscell is installed: $prefix/bin/glasscell"
