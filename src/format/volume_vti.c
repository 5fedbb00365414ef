/* VTK ImageData (.vti) for ParaView: a little XML, then the numbers as they are in memory.
 *
 * Voxels are cells, x is axis 2 (columns), z axis 0 (pages), since VTK's first index is the
 * fastest. Lengths are metres, as everywhere. */
#include "base/memory.h"
#include "base/text.h"
#include "format/volume_out.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* A text within double quotes. */
static void vti_quote(const char *text, glass_text *out)
{
    for (; *text; text++) {
        switch (*text) {
        case '&': glass_text_add(out, "&amp;"); break;
        case '<': glass_text_add(out, "&lt;"); break;
        case '>': glass_text_add(out, "&gt;"); break;
        case '"': glass_text_add(out, "&quot;"); break;
        default: glass_text_bytes(out, text, 1);
        }
    }
}

static void vti_comment(const glass_volume *volume, glass_text *out)
{
    int is_known =
        !isnan(volume->voxel[0]) && !isnan(volume->voxel[1]) && !isnan(volume->voxel[2]);
    glass_text_add(out,
                   "<!-- glasscell: labels and fields per voxel; %s; x, y, z are axes "
                   "2, 1, 0 -->\n",
                   is_known ? "Spacing in metres"
                            : "nobody has said the size of a voxel: Spacing in voxels");
}

static void vti_image(const glass_volume *volume, glass_text *out)
{
    const size_t *n = volume->n;
    int is_known =
        !isnan(volume->voxel[0]) && !isnan(volume->voxel[1]) && !isnan(volume->voxel[2]);
    glass_text_add(out,
                   "  <ImageData WholeExtent=\"0 %zu 0 %zu 0 %zu\" Origin=\"0 0 0\" "
                   "Spacing=\"",
                   n[2], n[1], n[0]);
    for (int k = 2; k >= 0; k--) {
        glass_text_number(out, is_known ? volume->voxel[k] : 1);
        glass_text_add(out, k ? " " : "\">\n");
    }
    glass_text_add(out, "    <Piece Extent=\"0 %zu 0 %zu 0 %zu\">\n", n[2], n[1], n[0]);
}

static void vti_head(const glass_volume *volume, const glass_field *fields, int n,
                     glass_text *out)
{
    static const char *const type[] = {"UInt8",  "Int8",  "UInt16", "Int16",
                                       "UInt32", "Int32", "UInt64", "Int64"};
    glass_voxel_kind kind = glass_labels_kind(volume);
    size_t voxels = volume->n[0] * volume->n[1] * volume->n[2];
    size_t offset = sizeof(uint64_t) + voxels * glass_voxel_size(kind);
    glass_text_add(out, "<?xml version=\"1.0\"?>\n");
    vti_comment(volume, out);
    glass_text_add(out,
                   "<VTKFile type=\"ImageData\" version=\"1.0\" byte_order=\"%s\" "
                   "header_type=\"UInt64\">\n",
                   __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? "BigEndian" : "LittleEndian");
    vti_image(volume, out);
    glass_text_add(out,
                   "      <CellData Scalars=\"labels\">\n"
                   "        <DataArray type=\"%s\" Name=\"labels\" format=\"appended\" "
                   "offset=\"0\"/>\n",
                   type[kind]);
    for (int i = 0; i < n; i++, offset += sizeof(uint64_t) + voxels * sizeof(float)) {
        glass_text_add(out, "        <DataArray type=\"Float32\" Name=\"");
        vti_quote(fields[i].name, out);
        glass_text_add(out, "\" format=\"appended\" offset=\"%zu\"/>\n", offset);
    }
    glass_text_add(out, "      </CellData>\n    </Piece>\n  </ImageData>\n"
                        "  <AppendedData encoding=\"raw\">\n   _");
}

static glass_status vti_write(const glass_volume *volume, const glass_field *fields, int n,
                              const char *path, const char *temporary)
{
    glass_out out;
    glass_text head = {0};
    glass_voxel_kind kind = glass_labels_kind(volume);
    uint64_t voxels = volume->n[0] * volume->n[1] * volume->n[2];
    uint64_t bytes = voxels * glass_voxel_size(kind);
    vti_head(volume, fields, n, &head);
    if (head.has_failed) {
        glass_text_clear(&head);
        return glass_fail_memory();
    }
    glass_status status = glass_out_open(temporary, path, &out);
    if (!status) {
        glass_out_put(&out, head.at, head.length);
        glass_out_put(&out, &bytes, sizeof bytes);
        status = glass_out_labels(&out, volume, kind);
        bytes = voxels * sizeof(float);
        for (int i = 0; i < n; i++) {
            glass_out_put(&out, &bytes, sizeof bytes);
            glass_out_put(&out, fields[i].values, bytes);
        }
        glass_out_put(&out, "\n  </AppendedData>\n</VTKFile>\n", 30);
        status = glass_out_close(&out, status);
    }
    glass_text_clear(&head);
    return status;
}

const glass_volume_format glass_volume_format_vti = {
    .name = "vti",
    .endings = ".vti",
    .about = "VTK ImageData",
    .write = vti_write,
};
