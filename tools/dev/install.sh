# ./dev install [PREFIX] installs program, library, headers and data (PREFIX: /usr/local)
prefix=${1:-/usr/local}
need demo
make_in build-install "$(make_compiler)" --prefix="$prefix" || die "the build failed"
quietly build/logs/install.log meson install -C build-install ||
    die "could not install into $prefix (its words are above); as another user: sudo ./dev install"
say "glasscell is installed: $prefix/bin/glasscell"
