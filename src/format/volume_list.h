/* Every format of voxels, one line each. */
GLASS_VOLUME_FORMAT(tiff)
