/* NRRD (teem.sourceforge.net/nrrd/format.html), uncompressed: lines "key: value" up to an empty
 * one, then the voxels; or the voxels in a file of their own (.nhdr). */
#include "base/text.h"
#include "format/volume_header.h"
#include "glasscell/units.h"

#include <math.h>
#include <string.h>

static int nrrd_bid(const char *bytes, size_t n, const char *path)
{
    (void)path;
    return n >= 8 && memcmp(bytes, "NRRD000", 7) == 0 ? GLASS_BID_CERTAIN : GLASS_BID_NO;
}

static glass_status nrrd_type(const glass_header *header, glass_raw_plan *plan)
{
    static const char *const names[] = {
        "uchar|unsigned char|uint8|uint8_t",
        "signed char|int8|int8_t",
        "ushort|unsigned short|unsigned short int|uint16|uint16_t",
        "short|short int|signed short|signed short int|int16|int16_t",
        "uint|unsigned int|uint32|uint32_t",
        "int|signed int|int32|int32_t",
        "ulonglong|unsigned long long|unsigned long long int|uint64|uint64_t",
        "longlong|long long|long long int|signed long long|int64|int64_t"};
    char value[GLASS_HEADER_VALUE] = "";
    glass_header_find(header, "type", value);
    if (glass_text_same(value, "float") || glass_text_same(value, "double"))
        return glass_volume_no_floats(header->place->name);
    for (int k = 0; k < 8; k++)
        for (const char *name = names[k]; *name;) {
            size_t n = strcspn(name, "|");
            if (strlen(value) == n && glass_text_starts(name, value)) {
                plan->kind = (glass_voxel_kind)k;
                return GLASS_OK;
            }
            name += n + (name[n] == '|');
        }
    return glass_header_refuse(header, "type", value, "uint8 or another whole-number type");
}

static glass_status nrrd_endian(const glass_header *header, glass_raw_plan *plan)
{
    char value[GLASS_HEADER_VALUE] = "";
    if (glass_voxel_size(plan->kind) == 1) return GLASS_OK;
    glass_header_find(header, "endian", value);
    if (!glass_text_same(value, "little") && !glass_text_same(value, "big"))
        return glass_header_refuse(header, "endian", value, "little or big");
    plan->is_swapped =
        glass_text_same(value, "big") != (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
    return GLASS_OK;
}

/* ---- the size of a voxel ---- */

/* The first unit: `"um" "um" "um"`. */
static double nrrd_metre(const glass_header *header)
{
    char value[GLASS_HEADER_VALUE];
    double scale, offset;
    if (!glass_header_find(header, "space units|units", value)) return NAN;
    char *unit = value + (*value == '"');
    unit[strcspn(unit, "\" ")] = 0;
    if (strlen(unit) > 16 || !*unit) return NAN;
    return glass_unit_convert(unit, "m", &scale, &offset) ? NAN : scale;
}

static void nrrd_voxel(const glass_header *header, double voxel[3])
{
    char value[GLASS_HEADER_VALUE];
    const glass_volume_place *place = header->place;
    double number[9], edge[3];
    int n = 0;
    if (glass_header_find(header, "spacings", value)) {
        n = glass_header_numbers(value, edge, 3);
    } else if (glass_header_find(header, "space directions", value)) {
        n = glass_header_numbers(value, number, 9) / 3;
        for (int k = 0; k < n; k++)
            edge[k] =
                sqrt(number[3 * k] * number[3 * k] + number[3 * k + 1] * number[3 * k + 1] +
                     number[3 * k + 2] * number[3 * k + 2]);
    }
    double metre = nrrd_metre(header);
    if (n > 0 && isnan(metre) && edge[0] != 1 && !place->hints->voxel)
        glass_note_add(
            place->notes, 0, place->name,
            "its spacing of %g has no unit (space units); say the voxel (--voxel)",
            edge[0]);
    for (int k = 0; k < n; k++) voxel[2 - k] = edge[k] * metre;
}

/* ---- the voxels ---- */

/* The header ends with an empty line. */
static void nrrd_end(glass_header *header)
{
    const char *unix_end = strstr(header->text, "\n\n");
    const char *other_end = strstr(header->text, "\r\n\r\n");
    if (other_end && (!unix_end || other_end < unix_end))
        header->end = (size_t)(other_end - header->text) + 4;
    else if (unix_end)
        header->end = (size_t)(unix_end - header->text) + 2;
}

static glass_status nrrd_data(const glass_header *header, glass_raw_plan *plan,
                              char path[4096])
{
    char value[GLASS_HEADER_VALUE];
    double skip = 0;
    int is_beside = glass_header_find(header, "data file|datafile", value);
    glass_status status = GLASS_OK;
    strcpy(path, header->place->path);
    plan->at = is_beside ? 0 : header->end;
    if (is_beside && (strchr(value, '%') || glass_text_starts(value, "LIST")))
        return glass_header_refuse(header, "data file", value, "the name of one file");
    if (is_beside) status = glass_header_beside(header, value, path);
    if (glass_header_find(header, "line skip|lineskip", value) && strcmp(value, "0"))
        return glass_header_refuse(header, "line skip", value, "0");
    if (glass_header_find(header, "byte skip|byteskip", value)) {
        if (glass_header_numbers(value, &skip, 1) != 1 || !(skip >= 0 && skip < 1e15))
            return glass_header_refuse(header, "byte skip", value, "a number of bytes");
        plan->at += (size_t)skip;
    }
    return status;
}

static glass_status nrrd_plan(const glass_header *header, glass_raw_plan *plan,
                              char path[4096])
{
    char value[GLASS_HEADER_VALUE] = "";
    glass_header_find(header, "encoding", value);
    if (!glass_text_same(value, "raw"))
        return glass_header_refuse(header, "encoding", value,
                                   "raw (save it without compression, or as TIFF)");
    glass_status status = glass_header_sizes(header, "sizes", plan->n);
    if (!status) status = nrrd_type(header, plan);
    if (!status) status = nrrd_endian(header, plan);
    return status ? status : nrrd_data(header, plan, path);
}

static glass_status nrrd_open(const glass_volume_place *place, glass_voxels *out)
{
    glass_header header;
    glass_raw_plan plan = {.is_strict = 1};
    char path[4096];
    glass_status status = glass_header_read(place, ':', &header);
    if (status) return status;
    nrrd_end(&header);
    status = nrrd_plan(&header, &plan, path);
    if (!status) status = glass_raw_open(place, path, &plan, out);
    if (!status) nrrd_voxel(&header, out->voxel);
    glass_header_clear(&header);
    return status;
}

const glass_volume_format glass_volume_format_nrrd = {
    .name = "nrrd",
    .endings = ".nrrd .nhdr",
    .about = "NRRD",
    .bid = nrrd_bid,
    .open = nrrd_open,
    .read = glass_raw_read,
    .close = glass_raw_close,
};
