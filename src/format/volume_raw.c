/* Bare bytes, of which hints or a little file beside say what they are. */
#include "base/text.h"
#include "format/raw_voxels.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>

static int raw_bid(const char *bytes, size_t n, const char *path)
{
    (void)bytes, (void)n;
    return glass_format_ends(path, ".raw .bin .dat .vol .img") ? GLASS_BID_MAYBE
                                                               : GLASS_BID_NO;
}

static glass_status raw_unknown(const glass_volume_place *place, const char *what)
{
    return glass_fail(
        GLASS_E_INPUT,
        "%s: bare bytes, whose %s nobody says; give it (--shape 256,256,256 "
        "--type u8, axis 0 first), or write it beside into %s.json: "
        "{\"shape\": [256, 256, 256], \"type\": \"u8\", \"voxel\": \"0.4 um\"}",
        place->name, what, place->name);
}

/* Without a type, the size of the file tells bytes from all that is wider. */
static glass_status raw_guess_type(const glass_volume_place *place,
                                   const glass_raw_plan *plan)
{
    struct stat about;
    if (stat(place->path, &about)) return glass_fail_errno("read", place->name);
    size_t voxels = plan->n[0] * plan->n[1] * plan->n[2];
    return (size_t)about.st_size == voxels + plan->at ? GLASS_OK
                                                      : raw_unknown(place, "type");
}

static glass_status raw_open(const glass_volume_place *place, glass_voxels *out)
{
    glass_volume_side side;
    const glass_volume_hints *hints = place->hints;
    glass_raw_plan plan = {.kind = GLASS_VOXEL_U8, .is_strict = 1};
    glass_status status = glass_volume_side_read(place->path, &side);
    if (status) return status;
    if (!hints->shape && side.n[0] == 0) return raw_unknown(place, "shape");
    memcpy(plan.n, side.n, sizeof plan.n);
    plan.at = side.header;
    plan.kind = side.kind;
    plan.is_swapped = side.is_swapped;
    if (hints->shape) status = glass_volume_read_shape(hints->shape, plan.n);
    if (!status && hints->type)
        status = glass_volume_read_type(hints->type, &plan.kind, &plan.is_swapped);
    else if (!status && !side.has_type)
        status = raw_guess_type(place, &plan);
    return status ? status : glass_raw_open(place, place->path, &plan, out);
}

const glass_volume_format glass_volume_format_raw = {
    .name = "raw",
    .endings = ".raw .bin .dat",
    .about = "raw bytes with their shape beside",
    .bid = raw_bid,
    .open = raw_open,
    .read = glass_raw_read,
    .close = glass_raw_close,
};
