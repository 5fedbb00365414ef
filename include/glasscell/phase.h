/** glasscell/phase.h: which labels of a volume are which phase.
 *
 *     phases = phase , { "," , phase } ;           pore=0,NMC=85:M,CBD=170+171:E
 *     phase  = name , "=" , label , { "+" , label } , [ ":" , role ] ;
 *     role   = "I" | "E" | "M" | "V" ;
 *
 * A name has 1 to 47 letters, none of them "," "=" ":" "+"; labels are whole numbers; blanks
 * around either do not count.
 *
 * I conducts ions, E electrons, M both and stores, V neither (void, binder). A mixed porous
 * phase may carry two letters ("IE"). */
#ifndef GLASSCELL_PHASE_H
#define GLASSCELL_PHASE_H

#include "glasscell/volume.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a phase does; may be joined by |. */
enum {
    GLASS_ROLE_I = 1, /**< conducts ions */
    GLASS_ROLE_E = 2, /**< conducts electrons */
    GLASS_ROLE_M = 4, /**< conducts both and stores */
    GLASS_ROLE_V = 8  /**< neither */
};

typedef struct glass_phase {
    char name[48];
    int roles;       /**< GLASS_ROLE_... joined; 0: not said */
    size_t count;    /**< voxels */
    double fraction; /**< [1] of the volume */
} glass_phase;

/** The phases of a volume; `{0}` is none. */
typedef struct glass_phases {
    glass_phase *at; /**< [count], in the order in which they were named */
    int count;
    short of[GLASS_LABELS]; /**< phase of each code of the volume; -1: unnamed */
} glass_phases;

/** Reads phases in words against a volume. A phase whose label no voxel has is kept, with
 * count 0 and a note.
 * @param[in] text as above; NULL names every label by its value ("85")
 * @param[out] out filled; untouched on failure @param[out] notes may be NULL
 * @return GLASS_E_INPUT with words: not in this form, a name or a label that comes twice */
glass_status glass_phases_read(const char *text, const glass_volume *volume,
                               glass_phases *out, glass_notes *notes);

/** The phase of that name, or of that label's value when no phase is named so; -1.
 * "pore+CBD" and "0+170" are no single phase: see glass_phases_select. */
int glass_phases_find(const glass_phases *phases, const glass_volume *volume,
                      const char *name);

/** Marks the codes that "pore", "0", "pore+CBD", "0+170" mean: has[code] is 1, else 0. A
 * number that names no phase is the label of that value alone; when no voxel has it, or the
 * phase is absent, nothing is marked.
 * @param[out] has [GLASS_LABELS] filled; untouched on failure
 * @return GLASS_E_INPUT, with the nearest name */
glass_status glass_phases_select(const glass_phases *phases, const glass_volume *volume,
                                 const char *words, unsigned char *has);

/** GLASS_OK when every label of the volume belongs to a phase; else GLASS_E_INPUT that names
 * those that do not, with their voxels. */
glass_status glass_phases_check_all(const glass_phases *phases, const glass_volume *volume);

/** How much of what is marked is as thin as a voxel: the share of its voxels that have no marked
 * neighbour on either side along some axis. What lies beyond the outer faces counts as marked.
 * Of large volumes about a million voxels are looked at, at even distances.
 * @param[in] has [GLASS_LABELS] 1: this code counts @return [1] 0 when nothing is marked */
double glass_phases_thin(const glass_volume *volume, const unsigned char *has);

/** Frees what it holds and makes it `{0}`. NULL is nothing. */
void glass_phases_clear(glass_phases *phases);

#ifdef __cplusplus
}
#endif
#endif
