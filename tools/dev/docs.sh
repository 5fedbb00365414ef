# ./dev docs             makes the documentation in build/docs: the pages of docs/ and the
#                        reference, which is made from the rows
need demo
make_target=program
make_in build "$(make_compiler)" || die "the build failed"
rm -rf build/docs
mkdir -p build/docs
cp -R docs/. build/docs/
build/glasscell help --reference >build/docs/reference.md
tools/check_links build/docs/reference.md
say "The documentation is in build/docs; the reference in build/docs/reference.md."
