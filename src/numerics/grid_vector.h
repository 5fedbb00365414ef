/* Eight lanes of a block as one vector: loads, swaps of neighbours, sums. For kernel files
 * alone (numerics/width.h); everything is static. */
#ifndef GLASSCELL_GRID_VECTOR_H
#define GLASSCELL_GRID_VECTOR_H

#include <stdint.h>
#include <string.h>
#if defined(__AVX2__)
#include <immintrin.h>
#endif

typedef float grid_f __attribute__((vector_size(32)));
typedef int32_t grid_i __attribute__((vector_size(32)));
typedef double grid_d __attribute__((vector_size(64)));
typedef int64_t grid_l __attribute__((vector_size(64)));

#define GRID_INLINE static inline __attribute__((always_inline))

#if defined(__clang__)
#define GRID_PICK_F(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#define GRID_PICK_D(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define GRID_PICK_F(a, b, ...) __builtin_shuffle(a, b, (grid_i){__VA_ARGS__})
#define GRID_PICK_D(a, b, ...) __builtin_shuffle(a, b, (grid_l){__VA_ARGS__})
#endif

/* swap: lane l takes lane l ^ (1, 2, 4), its neighbour along axis 2, 1, 0.
 * mix: lanes whose bit is 0 from a, whose bit is 1 from b. */
#define GRID_SWAPS(type, name, PICK)                                                       \
    GRID_INLINE type name##_swap(type a, int axis)                                         \
    {                                                                                      \
        if (axis == 2) return PICK(a, a, 1, 0, 3, 2, 5, 4, 7, 6);                          \
        if (axis == 1) return PICK(a, a, 2, 3, 0, 1, 6, 7, 4, 5);                          \
        return PICK(a, a, 4, 5, 6, 7, 0, 1, 2, 3);                                         \
    }                                                                                      \
    GRID_INLINE type name##_mix(type a, type b, int axis)                                  \
    {                                                                                      \
        if (axis == 2) return PICK(a, b, 0, 9, 2, 11, 4, 13, 6, 15);                       \
        if (axis == 1) return PICK(a, b, 0, 1, 10, 11, 4, 5, 14, 15);                      \
        return PICK(a, b, 0, 1, 2, 3, 12, 13, 14, 15);                                     \
    }
GRID_SWAPS(grid_f, grid_f, GRID_PICK_F)
GRID_SWAPS(grid_d, grid_d, GRID_PICK_D)

/* a where the lane is red (0, 3, 5, 6), b where it is black */
GRID_INLINE grid_f grid_f_red(grid_f a, grid_f b)
{
    return GRID_PICK_F(a, b, 0, 9, 10, 3, 12, 5, 6, 15);
}

GRID_INLINE grid_f grid_f_load(const float *from)
{
    grid_f a;
    memcpy(&a, from, sizeof a);
    return a;
}
GRID_INLINE void grid_f_store(float *to, grid_f a)
{
    memcpy(to, &a, sizeof a);
}
GRID_INLINE grid_d grid_d_load(const double *from)
{
    grid_d a;
    memcpy(&a, from, sizeof a);
    return a;
}
GRID_INLINE void grid_d_store(double *to, grid_d a)
{
    memcpy(to, &a, sizeof a);
}
GRID_INLINE grid_f grid_f_all(float a)
{
    return (grid_f){a, a, a, a, a, a, a, a};
}
GRID_INLINE grid_d grid_d_all(double a)
{
    return (grid_d){a, a, a, a, a, a, a, a};
}
GRID_INLINE grid_d grid_f_wide(grid_f a)
{
    return __builtin_convertvector(a, grid_d);
}
GRID_INLINE grid_f grid_d_narrow(grid_d a)
{
    return __builtin_convertvector(a, grid_f);
}

GRID_INLINE float grid_f_sum(grid_f a)
{
    a += grid_f_swap(a, 0);
    a += grid_f_swap(a, 1);
    return a[0] + a[1];
}
GRID_INLINE double grid_d_sum(grid_d a)
{
    a += grid_d_swap(a, 0);
    a += grid_d_swap(a, 1);
    return a[0] + a[1];
}
GRID_INLINE double grid_d_largest(grid_d a)
{
    double most = 0;
    for (int l = 0; l < 8; l++) {
        double size = a[l] < 0 ? -a[l] : a[l];
        if (!(size <= most)) most = size; /* NaN stays */
    }
    return most;
}

/* The bytes of eight lanes as numbers. */
GRID_INLINE grid_i grid_i_bytes(const uint8_t *from)
{
#if defined(__AVX2__)
    return (grid_i)_mm256_cvtepu8_epi32(_mm_loadl_epi64((const void *)from));
#else
    grid_i a;
    for (int l = 0; l < 8; l++) a[l] = from[l];
    return a;
#endif
}

/* table[index], where every index is 0..7 */
GRID_INLINE grid_f grid_f_lookup8(const float *table, grid_i index)
{
#if defined(__AVX2__)
    return (grid_f)_mm256_permutevar8x32_ps((__m256)grid_f_load(table), (__m256i)index);
#else
    grid_f a;
    for (int l = 0; l < 8; l++) a[l] = table[index[l]];
    return a;
#endif
}
GRID_INLINE grid_f grid_f_lookup(const float *table, grid_i index)
{
    grid_f a;
    for (int l = 0; l < 8; l++) a[l] = table[index[l]];
    return a;
}

#endif
