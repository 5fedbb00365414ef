/* Any bytes as a file of voxels that is no TIFF and no HDF5: NumPy, MetaImage, NRRD. */
#include "fuzz_volume.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || data[0] == 0x89) return 0;
    fuzz_bytes(data, size);
    return 0;
}
