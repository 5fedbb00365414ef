/* The pictures there are; the first that suits is drawn when none is named. */
GLASS_PICTURE(inside)
GLASS_PICTURE(voltage)
GLASS_PICTURE(channels)
GLASS_PICTURE(cycles)
