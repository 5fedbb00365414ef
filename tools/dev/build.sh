# ./dev build            builds the program, build/glasscell, for speed
need demo
began=$(now_s)
make_target=program
make_in build "$(make_compiler)" || die "the build failed"
say "build/glasscell is built ($(($(now_s) - began)) s)."
