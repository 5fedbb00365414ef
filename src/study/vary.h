/* Values to vary: "NAME=60e-6:100e-6:50" and its kin, read and dealt out. */
#ifndef GLASSCELL_VARY_H
#define GLASSCELL_VARY_H

#include <stddef.h>
#include <stdint.h>
#include "base/fail.h"

typedef enum glass_vary_kind {
    GLASS_VARY_VALUES, /* a list, a range, or a column of a file */
    GLASS_VARY_UNIFORM,
    GLASS_VARY_NORMAL
} glass_vary_kind;

/* One parameter that varies. Texts and arrays are owned. */
typedef struct glass_vary {
    char *name;
    char *unit;    /* written behind each number; "" if none */
    int is_factor; /* 1: each value multiplies what the cell has */
    int is_paired; /* 1: its values go along with those of the other paired ones */
    glass_vary_kind kind;
    size_t n;       /* of VALUES */
    double *values; /* [n]; NAN where a text stands that is no number */
    char **texts;   /* [n] of a list with such texts; else NULL */
    double a, b;    /* low and high, or mean and deviation */
} glass_vary;

/* All that varies together: a grid of the unpaired ones, times the paired ones. */
typedef struct glass_variation {
    glass_vary *at; /* [count] */
    int count;
    size_t paired; /* how many values the paired ones have; 1 if there are none */
    size_t total;  /* cells in all; 0 < total */
    uint64_t seed;
} glass_variation;

/* Reads one "NAME=VALUES"; files are sought in `folder` ("" or ending in "/") first. */
glass_status glass_vary_read(const char *text, const char *folder, glass_vary *out);
void glass_vary_clear(glass_vary *vary);
/* Where the file lies that "NAME=values.csv:column" reads. Owned; NULL: it reads none. */
char *glass_vary_file(const char *text, const char *folder);
/* What glass_cell_set takes: "NAME=" and a number, or the text at `place` of a list that has
 * texts. Owned; NULL without memory. */
char *glass_vary_assignment(const glass_vary *vary, size_t place, double number);

/* Reads all of them; `draws` is how often the random ones are drawn. */
glass_status glass_variation_read(const char *const *texts, int n, const char *folder,
                                  int draws, uint64_t seed, glass_variation *out);
void glass_variation_clear(glass_variation *variation);

/* The value of parameter `k` in cell `index`: the last parameter that is in the grid runs
 * fastest, the paired ones slowest. NAN for a text that is no number. */
double glass_variation_number(const glass_variation *variation, int k, size_t index);
/* The same as what glass_cell_set takes ("NAME=..."), owned; NULL without memory. */
char *glass_variation_assignment(const glass_variation *variation, int k, size_t index);

#endif
