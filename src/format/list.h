/* Every file format, one line each. */
GLASS_FORMAT(csv)
GLASS_FORMAT(hdf5)
GLASS_FORMAT(json)
