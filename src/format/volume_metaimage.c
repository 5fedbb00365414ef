/* MetaImage: lines "Key = Value" in .mhd with the voxels beside, or in .mha before them. */
#include "base/text.h"
#include "format/volume_header.h"
#include "glasscell/units.h"

#include <math.h>
#include <string.h>

static int metaimage_bid(const char *bytes, size_t n, const char *path)
{
    (void)n;
    int is_key =
        glass_text_starts(bytes, "ObjectType") || glass_text_starts(bytes, "NDims");
    if (is_key && strchr(bytes, '=')) return GLASS_BID_CERTAIN;
    return glass_format_ends(path, ".mhd .mha") ? GLASS_BID_MAYBE : GLASS_BID_NO;
}

static glass_status metaimage_type(const glass_header *header, glass_raw_plan *plan)
{
    static const char *const name[] = {"MET_UCHAR",      "MET_CHAR",     "MET_USHORT",
                                       "MET_SHORT",      "MET_UINT",     "MET_INT",
                                       "MET_ULONG_LONG", "MET_LONG_LONG"};
    char value[GLASS_HEADER_VALUE] = "";
    glass_header_find(header, "elementtype", value);
    if (glass_text_same(value, "MET_FLOAT") || glass_text_same(value, "MET_DOUBLE"))
        return glass_volume_no_floats(header->place->name);
    for (int k = 0; k < 8; k++)
        if (glass_text_same(value, name[k])) {
            plan->kind = (glass_voxel_kind)k;
            return GLASS_OK;
        }
    return glass_header_refuse(header, "ElementType", value,
                               "MET_UCHAR, MET_USHORT or another type of whole numbers");
}

static int metaimage_is_true(const glass_header *header, const char *key)
{
    char value[GLASS_HEADER_VALUE];
    return glass_header_find(header, key, value) &&
           (glass_text_same(value, "True") || strcmp(value, "1") == 0);
}

/* Spacing counts when its unit is said: by convention it is mm, by habit anything. */
static void metaimage_voxel(const glass_header *header, double voxel[3])
{
    char value[GLASS_HEADER_VALUE], unit[GLASS_HEADER_VALUE];
    const glass_volume_place *place = header->place;
    double spacing[3], scale, offset;
    if (!glass_header_find(header, "elementspacing|elementsize", value)) return;
    int n = glass_header_numbers(value, spacing, 3);
    if (!glass_header_find(header, "distanceunits", unit)) {
        if (n > 0 && spacing[0] != 1 && !place->hints->voxel)
            glass_note_add(place->notes, 0, place->name,
                           "its ElementSpacing of %g has no unit (DistanceUnits); say the "
                           "voxel (--voxel)",
                           spacing[0]);
        return;
    }
    if (strlen(unit) > 16 || glass_unit_convert(unit, "m", &scale, &offset)) return;
    for (int k = 0; k < n; k++) voxel[2 - k] = spacing[k] * scale;
}

/* Where the voxels are: behind the last line, or in a file of their own. */
static glass_status metaimage_data(glass_header *header, glass_raw_plan *plan,
                                   char path[4096])
{
    char value[GLASS_HEADER_VALUE] = "";
    double skip = 0;
    const char *at = strstr(header->text, "ElementDataFile");
    glass_header_find(header, "elementdatafile", value);
    if (!at || !*value || strchr(value, '%') || glass_text_starts(value, "LIST"))
        return glass_header_refuse(header, "ElementDataFile", value,
                                   "LOCAL or the name of one file");
    size_t n = strcspn(at, "\n");
    int is_local = glass_text_same(value, "LOCAL");
    plan->at = is_local ? (size_t)(at - header->text) + n + (at[n] == '\n') : 0;
    if (glass_header_find(header, "headersize", value)) {
        if (glass_header_numbers(value, &skip, 1) != 1 || !(skip >= 0 && skip < 1e15))
            return glass_header_refuse(header, "HeaderSize", value, "a number of bytes");
        plan->at += (size_t)skip;
    }
    if (is_local) {
        strcpy(path, header->place->path);
        return GLASS_OK;
    }
    glass_header_find(header, "elementdatafile", value);
    return glass_header_beside(header, value, path);
}

static glass_status metaimage_plan(glass_header *header, glass_raw_plan *plan,
                                   char path[4096])
{
    char value[GLASS_HEADER_VALUE];
    if (metaimage_is_true(header, "compresseddata"))
        return glass_fail(GLASS_E_INPUT,
                          "%s: its voxels are compressed; save it without compression, or "
                          "as TIFF",
                          header->place->name);
    if (glass_header_find(header, "elementnumberofchannels", value) &&
        strcmp(value, "1") != 0)
        return glass_header_refuse(header, "ElementNumberOfChannels", value, "1");
    glass_status status = glass_header_sizes(header, "dimsize", plan->n);
    if (!status) status = metaimage_type(header, plan);
    if (!status) status = metaimage_data(header, plan, path);
    int is_big = metaimage_is_true(header, "elementbyteordermsb") ||
                 metaimage_is_true(header, "binarydatabyteordermsb");
    plan->is_swapped = is_big != (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
    return status;
}

static glass_status metaimage_open(const glass_volume_place *place, glass_voxels *out)
{
    glass_header header;
    glass_raw_plan plan = {.is_strict = 1};
    char path[4096];
    glass_status status = glass_header_read(place, '=', &header);
    if (status) return status;
    status = metaimage_plan(&header, &plan, path);
    if (!status) status = glass_raw_open(place, path, &plan, out);
    if (!status) metaimage_voxel(&header, out->voxel);
    glass_header_clear(&header);
    return status;
}

const glass_volume_format glass_volume_format_metaimage = {
    .name = "metaimage",
    .endings = ".mhd .mha",
    .about = "MetaImage",
    .bid = metaimage_bid,
    .open = metaimage_open,
    .read = glass_raw_read,
    .close = glass_raw_close,
};
