/* HDF5 recordings seen from the host: the module, locks, and mending. */
#ifndef GLASSCELL_HDF5_H
#define GLASSCELL_HDF5_H

#include "format/hdf5_table.h"

/* Copies what `from` holds up to `counts` into a growing file that was made of its shape. */
glass_status glass_hdf5_copy(const glass_h5_table *table, glass_h5 *from,
                             const glass_recording *shape, const glass_h5_counts *counts,
                             glass_h5 *to);

/* GLASS_OK when a file begins like a recording may; GLASS_E_INPUT in words when it does not,
 * so that the HDF5 library never sees what it might fall over. */
glass_status glass_hdf5_check(const char *path, const char *name);

/* The lock that tells a writer that lives from one that died. It lies behind the end of the
 * file, where HDF5's own locks do not reach, and goes with the process.
 * Returns a descriptor to be closed in the end; -1 when the disk knows no locks. */
int glass_hdf5_lock(const char *path);
/* 1 while some process holds that lock. */
int glass_hdf5_is_live(const char *path);

#endif
