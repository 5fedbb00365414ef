/* Every file format, one line each. */
GLASS_FORMAT(csv)
