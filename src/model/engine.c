#include "model/engine.h"

#include <string.h>

#define ENGINE_EACH(model, name)                                                           \
    extern const engine_ops engine_##model##_##name##_1, engine_##model##_##name##_8;
#define ENGINE_BOTH(model, name)                                                           \
    &engine_##model##_##name##_1, &engine_##model##_##name##_8

ENGINE_EACH(dfn, plain)
ENGINE_EACH(spme, plain)
ENGINE_EACH(spm, plain)
#if defined(__x86_64__)
ENGINE_EACH(dfn, v3)
ENGINE_EACH(dfn, v4)
ENGINE_EACH(spme, v3)
ENGINE_EACH(spme, v4)
ENGINE_EACH(spm, v3)
ENGINE_EACH(spm, v4)
#endif

static const engine_ops *const engine_all[] = {
    ENGINE_BOTH(dfn, plain), ENGINE_BOTH(spme, plain), ENGINE_BOTH(spm, plain),
#if defined(__x86_64__)
    ENGINE_BOTH(dfn, v3),  ENGINE_BOTH(spme, v3),  ENGINE_BOTH(spm, v3),
    ENGINE_BOTH(dfn, v4),  ENGINE_BOTH(spme, v4),  ENGINE_BOTH(spm, v4),
#endif
};

const engine_ops *engine_find(const char *model, const char *vector, int lanes)
{
    for (size_t i = 0; i < sizeof engine_all / sizeof *engine_all; i++)
        if (engine_all[i]->lanes == lanes && !strcmp(engine_all[i]->model, model) &&
            !strcmp(engine_all[i]->vector, vector))
            return engine_all[i];
    return NULL;
}
