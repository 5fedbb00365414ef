#include "voxel/coarser.h"

#include "base/fail.h"
#include "base/memory.h"

/* The code that most of up to eight have. */
static unsigned char coarser_most(const unsigned char *code, int n, const double *rank)
{
    int best = 0, most = 0;
    for (int a = 0; a < n; a++) {
        int count = 0;
        for (int b = 0; b < n; b++) count += code[b] == code[a];
        if (count > most || (count == most && rank[code[a]] > rank[code[best]]))
            most = count, best = a;
    }
    return code[best];
}

static unsigned char coarser_voxel(const glass_volume *v, const size_t at[3],
                                   const double *rank)
{
    unsigned char code[8];
    int n = 0, is_one = 1;
    for (size_t i = 2 * at[0]; i < 2 * at[0] + 2 && i < v->n[0]; i++)
        for (size_t j = 2 * at[1]; j < 2 * at[1] + 2 && j < v->n[1]; j++)
            for (size_t k = 2 * at[2]; k < 2 * at[2] + 2 && k < v->n[2]; k++) {
                code[n] = v->codes[(i * v->n[1] + j) * v->n[2] + k];
                is_one = is_one && code[n] == code[0];
                n++;
            }
    return is_one ? code[0] : coarser_most(code, n, rank);
}

glass_status coarser_volume(const glass_volume *volume, const double *rank,
                            glass_volume *out)
{
    glass_volume coarse = {.n_labels = volume->n_labels};
    for (int axis = 0; axis < 3; axis++) {
        coarse.n[axis] = (volume->n[axis] + 1) / 2;
        /* the last voxel of an odd axis is half outside: edges keep the volume's size */
        coarse.voxel[axis] =
            volume->voxel[axis] * (double)volume->n[axis] / (double)coarse.n[axis];
    }
    for (int c = 0; c < volume->n_labels; c++) coarse.label[c] = volume->label[c];
    coarse.codes = glass_alloc(coarse.n[0] * coarse.n[1] * coarse.n[2]);
    if (!coarse.codes) return glass_fail_memory();
    size_t at[3], index = 0;
    for (at[0] = 0; at[0] < coarse.n[0]; at[0]++)
        for (at[1] = 0; at[1] < coarse.n[1]; at[1]++)
            for (at[2] = 0; at[2] < coarse.n[2]; at[2]++) {
                unsigned char code = coarser_voxel(volume, at, rank);
                coarse.codes[index++] = code;
                coarse.count[code]++;
            }
    *out = coarse;
    return GLASS_OK;
}
