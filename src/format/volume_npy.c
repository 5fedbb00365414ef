/* NumPy arrays (.npy, versions 1 to 3; numpy.lib.format): six bytes of signature, version,
 * length of a header, the header as a Python dictionary, then the numbers. */
#include "base/memory.h"
#include "base/text.h"
#include "format/raw_voxels.h"
#include "format/volume_out.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NPY_HEADER = 65536, NPY_MOST_AXES = 32 };

static const char npy_signature[] = "\x93NUMPY";

static int npy_bid(const char *bytes, size_t n, const char *path)
{
    (void)path;
    return n >= 8 && memcmp(bytes, npy_signature, 6) == 0 ? GLASS_BID_CERTAIN
                                                          : GLASS_BID_NO;
}

static glass_status npy_broken(const glass_volume_place *place, const char *what)
{
    return glass_fail(GLASS_E_INPUT, "%s: no sound .npy file: %s", place->name, what);
}

/* The header as a string (glass_free), and where the numbers begin. */
static glass_status npy_header(const glass_volume_place *place, char **out, size_t *at)
{
    unsigned char head[12];
    FILE *file = fopen(place->path, "rbe");
    if (!file) return glass_fail_errno("read", place->name);
    size_t got = fread(head, 1, 10, file), n = 0;
    int is_short = got == 10 && head[6] == 1;
    if (got == 10 && !is_short) got += fread(head + 10, 1, 2, file);
    if (is_short || got == 12)
        n = head[8] | (size_t)head[9] << 8 |
            (is_short ? 0 : (size_t)head[10] << 16 | (size_t)head[11] << 24);
    glass_status status = GLASS_OK;
    char *text = NULL;
    if (got < 10 || head[6] < 1 || head[6] > 3)
        status = npy_broken(place, "its version is none of 1, 2 and 3");
    else if (n == 0 || n > NPY_HEADER)
        status = npy_broken(place, "its header is of no sane length");
    else if (!(text = glass_alloc(n + 1)))
        status = glass_fail_memory();
    else if (fread(text, 1, n, file) != n)
        status = npy_broken(place, "it is cut off within its header");
    fclose(file);
    if (status) {
        glass_free(text);
        return status;
    }
    text[n] = 0;
    *out = text;
    *at = (is_short ? 10 : 12) + n;
    return GLASS_OK;
}

/* What stands behind 'key': in the header; NULL when it is not there. */
static const char *npy_value(const char *header, const char *key)
{
    size_t n = strlen(key);
    for (const char *p = header; (p = strstr(p, key)); p += n) {
        if (p == header || !strchr("'\"", p[-1]) || !p[n] || !strchr("'\"", p[n])) continue;
        const char *value = p + n + 1;
        value += strspn(value, " ");
        if (*value == ':') return value + 1 + strspn(value + 1, " ");
    }
    return NULL;
}

/* "(3, 4, 5)"; axes of length 1 are left out where there are more than three. */
static glass_status npy_shape(const glass_volume_place *place, const char *text,
                              size_t n[3])
{
    size_t axis[NPY_MOST_AXES];
    int count = 0;
    if (!text || *text != '(') return npy_broken(place, "its shape is missing");
    for (text++; count < NPY_MOST_AXES; count++) {
        char *end;
        while (*text == ' ' || *text == ',') text++;
        if (!isdigit((unsigned char)*text)) break;
        axis[count] = strtoull(text, &end, 10);
        text = *end == 'L' ? end + 1 : end; /* Python 2 */
    }
    if (*text != ')') return npy_broken(place, "its shape is no list of whole numbers");
    int all = count;
    for (int k = 0; k < count && count > 3; k++)
        if (axis[k] == 1) {
            memmove(axis + k, axis + k + 1, (size_t)(count - k - 1) * sizeof *axis);
            count--, k--;
        }
    if (count < 2 || count > 3)
        return glass_fail(GLASS_E_INPUT,
                          "%s: an array with %d axes; a volume has three, a slice two",
                          place->name, all);
    n[0] = 1;
    for (int k = 0; k < count; k++) n[3 - count + k] = axis[k];
    return GLASS_OK;
}

static glass_status npy_type(const glass_volume_place *place, const char *text,
                             glass_raw_plan *plan)
{
    char descr[16];
    size_t n = text && strchr("'\"", *text) && *text ? strcspn(text + 1, "'\"") : 0;
    if (text && *text == '[')
        return glass_fail(
            GLASS_E_INPUT,
            "%s: an array of records; save the labels alone, as whole numbers",
            place->name);
    if (n == 0 || n >= sizeof descr) return npy_broken(place, "its type is missing");
    memcpy(descr, text + 1, n);
    descr[n] = 0;
    const char *letter = strchr("<>|=", *descr) ? descr + 1 : descr;
    if (*letter == 'f' || *letter == 'c') return glass_volume_no_floats(place->name);
    if (strcmp(letter, "b1") == 0) { /* truth values */
        plan->kind = GLASS_VOXEL_U8;
        return GLASS_OK;
    }
    if (*letter == 'i' || *letter == 'u') {
        glass_status status = glass_volume_read_type(descr, &plan->kind, &plan->is_swapped);
        return status ? glass_fail_in(status, "%s", place->name) : GLASS_OK;
    }
    return glass_fail(GLASS_E_INPUT,
                      "%s: values of numpy's type '%s'%s; labels are whole numbers: save "
                      "array.astype(numpy.uint8)",
                      place->name, descr, *letter == 'O' ? " (Python objects)" : "");
}

static glass_status npy_open(const glass_volume_place *place, glass_voxels *out)
{
    char *header = NULL;
    glass_raw_plan plan = {.kind = GLASS_VOXEL_U8};
    glass_status status = npy_header(place, &header, &plan.at);
    if (status) return status;
    const char *order = npy_value(header, "fortran_order");
    plan.is_fortran = order && glass_text_starts(order, "True");
    status = npy_type(place, npy_value(header, "descr"), &plan);
    if (!status) status = npy_shape(place, npy_value(header, "shape"), plan.n);
    glass_free(header);
    return status ? status : glass_raw_open(place, place->path, &plan, out);
}

/* ---- writing ---- */

/* Version 1: the numbers begin at a multiple of 64 bytes. */
static void npy_put_header(glass_out *out, const glass_volume *volume, const char *type)
{
    char head[192];
    const size_t *n = volume->n;
    int is_big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
    int length = snprintf(head + 10, sizeof head - 10,
                          "{'descr': '%c%s', 'fortran_order': False, 'shape': (%zu, %zu, "
                          "%zu), }",
                          type[1] == '1' ? '|'
                          : is_big       ? '>'
                                         : '<',
                          type, n[0], n[1], n[2]);
    size_t all = (10 + (size_t)length + 1 + 63) / 64 * 64;
    memcpy(head, npy_signature, 6);
    head[6] = 1;
    head[7] = 0;
    head[8] = (char)((all - 10) & 255);
    head[9] = (char)((all - 10) >> 8);
    memset(head + 10 + length, ' ', all - 10 - (size_t)length);
    head[all - 1] = '\n';
    glass_out_put(out, head, all);
}

static glass_status npy_write(const glass_volume *volume, const glass_field *fields, int n,
                              const char *path, const char *temporary)
{
    static const char *const type[] = {"u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8"};
    glass_out out;
    glass_voxel_kind kind = glass_labels_kind(volume);
    glass_status status = glass_out_open(temporary, path, &out);
    if (status) return status;
    npy_put_header(&out, volume, n ? "f4" : type[kind]);
    if (n)
        glass_out_put(&out, fields->values,
                      volume->n[0] * volume->n[1] * volume->n[2] * sizeof(float));
    else
        status = glass_out_labels(&out, volume, kind);
    return glass_out_close(&out, status);
}

const glass_volume_format glass_volume_format_npy = {
    .name = "npy",
    .endings = ".npy",
    .about = "NumPy array",
    .bid = npy_bid,
    .open = npy_open,
    .read = glass_raw_read,
    .close = glass_raw_close,
    .write = npy_write,
    .one_thing = 1,
};
