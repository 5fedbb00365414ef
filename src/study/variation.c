/* Parameters that vary together: how many cells that makes, and which value each gets. */
#include "study/vary.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

enum { VARIATION_MOST = 10000000 };

void glass_variation_clear(glass_variation *variation)
{
    if (!variation) return;
    for (int i = 0; i < variation->count; i++) glass_vary_clear(&variation->at[i]);
    glass_free(variation->at);
    *variation = (glass_variation){0};
}

/* How many values the paired ones have: those of the files and the draws must agree. */
static glass_status variation_pair(glass_variation *variation, int draws)
{
    const char *first = NULL;
    int has_drawn = 0;
    variation->paired = 1;
    for (int i = 0; i < variation->count; i++) {
        const glass_vary *vary = &variation->at[i];
        if (!vary->is_paired) continue;
        has_drawn |= vary->kind != GLASS_VARY_VALUES;
        if (vary->kind != GLASS_VARY_VALUES) continue;
        if (first && vary->n != variation->paired)
            return glass_fail(GLASS_E_INPUT,
                              "%s has %zu values and %s has %zu; columns of files go along "
                              "with each other and must be of one length",
                              first, variation->paired, vary->name, vary->n);
        first = vary->name;
        variation->paired = vary->n;
    }
    if (!has_drawn) return GLASS_OK;
    if (!first && draws < 1)
        return glass_fail(GLASS_E_INPUT, "random values: how many? give --draws N");
    if (first && draws > 0 && (size_t)draws != variation->paired)
        return glass_fail(GLASS_E_INPUT,
                          "%d draws, but %s has %zu values: leave --draws out", draws,
                          first, variation->paired);
    if (!first) variation->paired = (size_t)draws;
    return GLASS_OK;
}

static glass_status variation_count(glass_variation *variation)
{
    double total = (double)variation->paired;
    for (int i = 0; i < variation->count; i++)
        if (!variation->at[i].is_paired) total *= (double)variation->at[i].n;
    if (total > VARIATION_MOST)
        return glass_fail(GLASS_E_INPUT, "the grid has %.4g cells; allowed: %d", total,
                          VARIATION_MOST);
    variation->total = (size_t)total;
    return GLASS_OK;
}

glass_status glass_variation_read(const char *const *texts, int n, const char *folder,
                                  int draws, uint64_t seed, glass_variation *out)
{
    glass_variation variation = {.seed = seed};
    glass_status status = GLASS_OK;
    variation.at = glass_zero((size_t)n, sizeof *variation.at);
    if (!variation.at) return glass_fail_memory();
    for (int i = 0; !status && i < n; i++) {
        status = glass_vary_read(texts[i], folder, &variation.at[i]);
        if (status) break;
        variation.count++;
        for (int k = 0; k < i && !status; k++)
            if (glass_text_same(variation.at[k].name, variation.at[i].name))
                status =
                    glass_fail(GLASS_E_INPUT, "%s is varied twice", variation.at[i].name);
    }
    if (!status) status = variation_pair(&variation, draws);
    if (!status) status = variation_count(&variation);
    if (status)
        glass_variation_clear(&variation);
    else
        *out = variation;
    return status;
}

/* Which of its own values parameter `k` takes in cell `index`. */
static size_t variation_place(const glass_variation *variation, int k, size_t index)
{
    for (int i = variation->count - 1; i >= 0; i--) {
        if (variation->at[i].is_paired) continue;
        if (i == k) return index % variation->at[i].n;
        index /= variation->at[i].n;
    }
    return index; /* what is left counts the paired ones */
}

/* Each parameter draws from a stream of its own and each cell from a place of its own, so
 * that a value depends on seed, parameter and number of the draw alone. */
static double variation_draw(const glass_variation *variation, int k, size_t place)
{
    const glass_vary *vary = &variation->at[k];
    uint64_t stream = ((uint64_t)k << 40) + place;
    glass_random random = glass_random_start(variation->seed, stream);
    return vary->kind == GLASS_VARY_NORMAL
               ? glass_random_normal(&random, vary->a, vary->b)
               : glass_random_uniform(&random, vary->a, vary->b);
}

double glass_variation_number(const glass_variation *variation, int k, size_t index)
{
    const glass_vary *vary = &variation->at[k];
    size_t place = variation_place(variation, k, index);
    return vary->kind == GLASS_VARY_VALUES ? vary->values[place]
                                           : variation_draw(variation, k, place);
}

char *glass_vary_assignment(const glass_vary *vary, size_t place, double number)
{
    glass_text text = {0};
    glass_text_add(&text, "%s=%s", vary->name, vary->is_factor ? "*" : "");
    if (vary->texts)
        glass_text_add(&text, "%s", vary->texts[place]);
    else
        glass_text_number(&text, number);
    if (vary->unit && *vary->unit) glass_text_add(&text, " %s", vary->unit);
    return glass_text_take(&text);
}

char *glass_variation_assignment(const glass_variation *variation, int k, size_t index)
{
    return glass_vary_assignment(&variation->at[k], variation_place(variation, k, index),
                                 glass_variation_number(variation, k, index));
}
