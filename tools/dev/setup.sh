# ./dev setup [GROUP...] installs what the groups need and is missing: demo, check, fuzz,
#                        bench; without a name demo and check. The other verbs do it by
#                        themselves
[ $# -gt 0 ] || set -- demo check
for group; do
    case $group in
    demo | check | fuzz | bench) ;;
    *) die "there is no group '$group'; the groups are demo, check, fuzz, bench" ;;
    esac
done
need "$@"
say "Everything for $* is there."
