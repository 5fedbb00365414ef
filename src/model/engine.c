#include "model/engine.h"

#include <string.h>

/* Each model of list.h exists for every width and for 1 and 8 lanes. */
#define ENGINE_EACH(model, width)                                                          \
    extern const engine_ops engine_##model##_##width##_1, engine_##model##_##width##_8;
#define ENGINE_BOTH(model, width)                                                          \
    &engine_##model##_##width##_1, &engine_##model##_##width##_8,

#if defined(__x86_64__)
#define ENGINE_WIDTHS(what, model) what(model, plain) what(model, v3) what(model, v4)
#else
#define ENGINE_WIDTHS(what, model) what(model, plain)
#endif

#define GLASS_MODEL(model, about, theory) ENGINE_WIDTHS(ENGINE_EACH, model)
#include "model/list.h"
#undef GLASS_MODEL

static const engine_ops *const engine_all[] = {
#define GLASS_MODEL(model, about, theory) ENGINE_WIDTHS(ENGINE_BOTH, model)
#include "model/list.h"
#undef GLASS_MODEL
};

const engine_ops *engine_find(const char *model, const char *vector, int lanes)
{
    for (size_t i = 0; i < sizeof engine_all / sizeof *engine_all; i++)
        if (engine_all[i]->lanes == lanes && !strcmp(engine_all[i]->model, model) &&
            !strcmp(engine_all[i]->vector, vector))
            return engine_all[i];
    return NULL;
}
