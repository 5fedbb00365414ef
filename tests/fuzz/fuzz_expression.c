/* Expressions: whatever is taken can be evaluated at every width and reads back from its own
 * text; whatever is refused has words. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/cpu.h"
#include "glasscell/law.h"
#include "numerics/law_width.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { POINTS = 11 };
static const double fuzz_x[POINTS] = {0.3, 0.5,   0.97, 1e-9,   0,   1,
                                      -1,  1e300, -0.0, 1e-320, 1000};

static void fuzz_evaluate(const glass_law *law)
{
    static law_width_function *const evals[] = GLASS_WIDTH_TABLE(law_width_eval);
    double y[POINTS], dy[POINTS], alone[POINTS];
    for (int w = 0; w <= (int)glass_cpu_widest(); w++) {
        evals[w](glass_law_program(law), POINTS, fuzz_x, y, dy);
        evals[w](glass_law_program(law), POINTS, fuzz_x, alone, NULL);
    }
    for (int i = 0; i < POINTS; i++)
        if (isnan(y[i]) != isnan(alone[i])) abort();
}

/* Text in, law, text out, law: both the same, to the last bit. */
static void fuzz_read_back(const glass_law *law)
{
    glass_law *again = NULL, *scaled = NULL;
    if (glass_law_expression(glass_law_text(law), &again) != GLASS_OK) abort();
    for (int i = 0; i < POINTS; i++) {
        double a = glass_law_at(law, fuzz_x[i]), b = glass_law_at(again, fuzz_x[i]);
        if (memcmp(&a, &b, sizeof a) && !(isnan(a) && isnan(b))) abort();
    }
    if (glass_law_scaled(law, 0.5, &scaled) == GLASS_OK) fuzz_evaluate(scaled);
    glass_law_free(again);
    glass_law_free(scaled);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    glass_law *law = NULL;
    char *text = malloc(size + 1);
    if (!text) return 0;
    if (size) memcpy(text, data, size);
    text[size] = 0;
    if (glass_law_expression(text, &law) == GLASS_OK) {
        fuzz_evaluate(law);
        fuzz_read_back(law);
    } else if (law || !*glass_words()) {
        abort();
    }
    glass_law_free(law);
    free(text);
    return 0;
}
