/* The measured curves of a cell as recordings: FILE#CURVE. */
#ifndef GLASSCELL_OPEN_CURVE_H
#define GLASSCELL_OPEN_CURVE_H

#include "glasscell/recording.h"

/* 1 when the path names a curve of a cell, and no file by itself. */
int glass_curve_is_named(const char *path);
/* @param[in,out] out `{0}`; also to be cleared on failure */
glass_status glass_curve_open(const char *path, glass_recording *out, glass_notes *notes);

#endif
