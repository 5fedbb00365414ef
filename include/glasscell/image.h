/** glasscell/image.h: what is counted on a segmented image: fractions, connectivity, areas,
 * triple lines.
 *
 *     glass_image image = {0};
 *     status = glass_image_measure(&volume, &phases, NULL, &image);
 *     ... glass_image_value(&image, "area", 0, -1) ...
 *     glass_image_clear(&image);
 *
 * Every metric is a set of rows (name, unit, one sentence) and one set of numbers for the
 * image, for each phase, or for each pair of phases. Outer faces of the volume are no
 * surface. docs/theory/image.md has the equations. */
#ifndef GLASSCELL_IMAGE_H
#define GLASSCELL_IMAGE_H

#include "glasscell/phase.h"
#include "glasscell/row.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a metric's numbers belong to. */
typedef enum glass_image_of {
    GLASS_IMAGE_OF_PHASE, /**< one set for each phase */
    GLASS_IMAGE_OF_PAIR,  /**< one for each two phases */
    GLASS_IMAGE_OF_ALL    /**< one for the image */
} glass_image_of;

/** One metric. The members that its rows describe are doubles. */
typedef struct glass_image_metric {
    const char *name;      /**< "connectivity" */
    const char *about;     /**< one sentence without a full stop */
    const char *theory;    /**< page and section of docs/ */
    glass_image_of of;     /**< what one set of its numbers belongs to */
    const glass_row *rows; /**< ends with GLASS_ROW_END; offsets into its struct below */
    size_t size;           /**< [byte] of its struct */
} glass_image_metric;

/** Metric number `index` from 0, in the order in which they are shown; NULL behind the last. */
const glass_image_metric *glass_image_metric_at(int index);

/** Metric "fraction", of a phase. */
typedef struct glass_image_fraction {
    double fraction;       /**< [1] of all voxels */
    double fraction_error; /**< [1] standard error, as a sample of a larger electrode */
} glass_image_fraction;

/** Metric "connectivity", of a phase. */
typedef struct glass_image_connectivity {
    double parts;   /**< [1] how many */
    double largest; /**< [1] share of the phase in the largest part */
    double percolating_0, percolating_1, percolating_2; /**< [1] share in parts that touch
                                                             both end faces of the axis */
    double percolating_0_error, percolating_1_error, percolating_2_error; /**< [1] what the
                          choice of neighbours, 6 or 26, changes: the voxels cannot tell */
} glass_image_connectivity;

/** Metrics "area" of a phase and "interface" of a pair. */
typedef struct glass_image_area {
    double area;             /**< [1/m] per volume of the image, by Crofton's formula */
    double area_error;       /**< [1/m] standard error, as a sample */
    double area_orientation; /**< [1/m] what the few directions of a grid may hide; NAN with
                                  more than 32 phases */
    double area_voxels;      /**< [1/m] what the voxels may hide: from every second one */
    double area_faces;       /**< [1/m] by faces of voxels: too large, for comparison */
    double area_of_phase;    /**< [1/m] per volume of the phase; not of a pair */
} glass_image_area;

/** Metric "triple", of the image: where three or more phases meet. */
typedef struct glass_image_triple {
    double triple;       /**< [1/m2] length per volume, corrected for the steps of voxels */
    double triple_error; /**< [1/m2] standard error, as a sample */
    double triple_voxels; /**< [1/m2] what the voxels may hide: from every second one */
    double triple_raw;    /**< [1/m2] length of voxel edges, uncorrected */
    double triple_edges;  /**< [1] how many voxel edges touch three or more phases */
} glass_image_triple;

/** How to measure. `{0}` is all defaults. */
typedef struct glass_image_options {
    int neighbours; /**< 6, 18 or 26 voxels that one is joined to; 0: 6, as in transport */
    int threads;    /**< 0: all cores */
    int (*cancelled)(void *context);
    void (*progress)(void *context, double fraction);
    void *context;
} glass_image_options;

/** One set of numbers. */
typedef struct glass_image_answer {
    const glass_image_metric *metric;
    int phase[2]; /**< -1: none */
    void *values; /**< [metric->size] the metric's struct */
} glass_image_answer;

/** What was measured; `{0}` is nothing. All is owned by it. */
typedef struct glass_image {
    glass_image_answer *at; /**< [count] metrics in order, phases in order in each */
    int count;
    double *profile[3]; /**< [n_phases][n of the axis] fraction of each layer across it */
    int n_phases;
    size_t n[3]; /**< voxels along the axes */
} glass_image;

/** Measures all. Labels that belong to no phase are surroundings: they bound phases.
 * @param[in] options may be NULL @param[out] out filled; untouched on failure
 * @return GLASS_E_INPUT for a voxel edge that is not known or neighbours other than 6, 18
 *         and 26; GLASS_E_MEMORY; GLASS_E_CANCELLED */
glass_status glass_image_measure(const glass_volume *volume, const glass_phases *phases,
                                 const glass_image_options *options, glass_image *out);

/** One number by the name of its row, of a phase (b -1), of a pair in either order, or of
 * the image (both -1); NAN when there is none.
 * @param[in] name "area" of a pair is that of the metric "interface" */
double glass_image_value(const glass_image *image, const char *name, int a, int b);

/** Notes what the voxels are too large for: phases whose mean chord (4 times their fraction
 * over their area) is shorter than three voxels. */
void glass_image_notes(const glass_image *image, const glass_volume *volume,
                       const glass_phases *phases, glass_notes *notes);

/** Frees what it holds and makes it `{0}`. NULL is nothing. */
void glass_image_clear(glass_image *image);

/** Connectivity of any set of labels as if they were one phase.
 * @param[in] has [GLASS_LABELS] 1 for each code of the set
 * @param[in] neighbours 6, 18 or 26 @param[out] out filled; all 0 when no voxel has one
 * @return GLASS_E_INPUT for other neighbours, GLASS_E_MEMORY */
glass_status glass_image_connect(const glass_volume *volume, const unsigned char *has,
                                 int neighbours, glass_image_connectivity *out);

#ifdef __cplusplus
}
#endif
#endif
