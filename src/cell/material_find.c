/* Which material a word means: names, aliases and formulas, spelt as people spell them. */
#include "glasscell/material.h"
#include "base/fail.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { FIND_LONGEST = 96, FIND_OFFERED = 3 };

/* "Lithium iron-phosphate" and "lithium_iron phosphate" are one word. */
static void find_plain(const char *text, size_t n, char out[FIND_LONGEST])
{
    size_t length = 0;
    for (size_t i = 0; i < n && length < FIND_LONGEST - 1; i++) {
        char c = text[i];
        if (c == ' ' || c == '-' || c == '_') continue;
        out[length++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    out[length] = 0;
}

/* Visits name, each alias and formula as plain words; the visitor returns 1 to stop. */
typedef int find_visit(void *context, const char *plain, const char *text, size_t n);

static int find_each(const glass_substance *substance, find_visit *visit, void *context)
{
    char plain[FIND_LONGEST];
    const char *whole[] = {substance->name, substance->formula};
    for (int i = 0; i < 2; i++) {
        find_plain(whole[i], strlen(whole[i]), plain);
        if (*plain && visit(context, plain, whole[i], strlen(whole[i]))) return 1;
    }
    for (const char *p = substance->aliases; *p;) {
        p += strspn(p, "; ");
        size_t n = strcspn(p, ";");
        find_plain(p, n, plain);
        if (*plain && visit(context, plain, p, n)) return 1;
        p += n;
    }
    return 0;
}

static int find_same(void *context, const char *plain, const char *text, size_t n)
{
    (void)text, (void)n;
    return strcmp(plain, context) == 0;
}

/* ---- what is offered instead ---- */

typedef struct find_near {
    const char *wanted; /* plain */
    int distance;       /* of the nearest word so far */
    const char *text;   /* that word as it is written */
    size_t n;
} find_near;

static int find_nearer(void *context, const char *plain, const char *text, size_t n)
{
    find_near *near = context;
    /* part of a long name counts as near: "iron phosphate", "NMC" */
    int is_part = strlen(near->wanted) >= 3 &&
                  (strstr(plain, near->wanted) || strstr(near->wanted, plain)) &&
                  strlen(plain) >= 3;
    int d = is_part ? 1 : glass_text_distance(plain, near->wanted);
    if (d < near->distance) near->distance = d, near->text = text, near->n = n;
    return 0;
}

static glass_status find_refuse(const glass_substances *substances, const char *name,
                                const char *plain)
{
    find_near best[FIND_OFFERED];
    int count = 0, limit = 1 + (int)strlen(plain) / 3;
    for (int i = 0; i < substances->count; i++) {
        find_near near = {plain, limit + 1, NULL, 0};
        find_each(&substances->at[i], find_nearer, &near);
        if (!near.text) continue;
        int k = count < FIND_OFFERED ? count++ : FIND_OFFERED;
        for (; k > 0 && best[k - 1].distance > near.distance; k--)
            if (k < FIND_OFFERED) best[k] = best[k - 1];
        if (k < FIND_OFFERED) best[k] = near;
    }
    glass_text words = {0};
    for (int i = 0; i < count; i++)
        glass_text_add(&words, "%s%.*s", i == 0 ? "; the nearest are " : ", ",
                       (int)best[i].n, best[i].text);
    glass_fail(GLASS_E_INPUT,
               "there is no material \"%s\"%s; \"glasscell materials\" lists all", name,
               words.at ? words.at : "");
    glass_text_clear(&words);
    return GLASS_E_INPUT;
}

static glass_status find_ambiguous(const glass_substances *substances, const char *name,
                                   char *plain)
{
    glass_text words = {0};
    for (int i = 0; i < substances->count; i++)
        if (find_each(&substances->at[i], find_same, plain))
            glass_text_add(&words, "%s%s", words.length ? ", " : "",
                           substances->at[i].name);
    glass_fail(GLASS_E_INPUT, "\"%s\" is more than one material: %s", name,
               words.at ? words.at : "");
    glass_text_clear(&words);
    return GLASS_E_INPUT;
}

glass_status glass_substances_find(const glass_substances *substances, const char *name,
                                   const glass_substance **out)
{
    char plain[FIND_LONGEST], own[FIND_LONGEST];
    const glass_substance *found = NULL;
    int count = 0;
    find_plain(name, strlen(name), plain);
    for (int i = 0; i < substances->count; i++) {
        const glass_substance *substance = &substances->at[i];
        find_plain(substance->name, strlen(substance->name), own);
        if (strcmp(own, plain) == 0) { /* a name goes before formulas and aliases */
            *out = substance;
            return GLASS_OK;
        }
        if (!find_each(substance, find_same, plain)) continue;
        found = substance;
        count++;
    }
    if (count > 1) return find_ambiguous(substances, name, plain);
    if (count == 0) return find_refuse(substances, name, plain);
    *out = found;
    return GLASS_OK;
}
