/* What is measured on an image, in the order in which it is shown: one line each. */
GLASS_METRIC(fraction)
GLASS_METRIC(connectivity)
GLASS_METRIC(area)
GLASS_METRIC(interface)
GLASS_METRIC(triple)
