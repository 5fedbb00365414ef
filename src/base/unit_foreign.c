/* The one place that knows udunits2: loaded on the first word that our table lacks. */
#include "base/unit_word.h"
#include "base/module.h"
#include "base/team.h"

#include <dlfcn.h>
#include <string.h>

#ifdef GLASSCELL_UDUNITS2
#include <udunits2.h>

typedef struct foreign_library {
    __typeof__(&ut_set_error_message_handler) silence;
    __typeof__(&ut_ignore) ignore;
    __typeof__(&ut_read_xml) read_xml;
    __typeof__(&ut_parse) parse;
    __typeof__(&ut_free) free;
    __typeof__(&ut_accept_visitor) accept;
    __typeof__(&ut_get_symbol) symbol;
} foreign_library;

static int foreign_load(foreign_library *library)
{
    static const struct {
        const char *name;
        size_t offset;
    } functions[] = {
        {"ut_set_error_message_handler", offsetof(foreign_library, silence)},
        {"ut_ignore", offsetof(foreign_library, ignore)},
        {"ut_read_xml", offsetof(foreign_library, read_xml)},
        {"ut_parse", offsetof(foreign_library, parse)},
        {"ut_free", offsetof(foreign_library, free)},
        {"ut_accept_visitor", offsetof(foreign_library, accept)},
        {"ut_get_symbol", offsetof(foreign_library, symbol)},
    };
    void *opened = glass_module_foreign("libudunits2.so.0");
    if (!opened) return 0;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        void *function = dlsym(opened, functions[i].name);
        if (!function) return 0;
        memcpy((char *)library + functions[i].offset, &function, sizeof function);
    }
    return 1;
}

/* What the visit of one unit has found. */
typedef struct foreign_visit {
    const foreign_library *library;
    const ut_visitor *visitor;
    glass_unit_parts *parts;
} foreign_visit;

static ut_status foreign_basic(const ut_unit *unit, const int power, foreign_visit *visit)
{
    static const char *const bases[] = {"m", "kg", "s", "A", "K", "mol"};
    const char *symbol = visit->library->symbol(unit, UT_ASCII);
    if (symbol && strcmp(symbol, "rad") == 0) return UT_SUCCESS;
    for (int i = 0; symbol && i < 6; i++) {
        if (strcmp(symbol, bases[i])) continue;
        visit->parts->dimension[i] = (signed char)(visit->parts->dimension[i] + power);
        return UT_SUCCESS;
    }
    return UT_VISIT_ERROR; /* candela and other things without a battery */
}

static ut_status foreign_visit_basic(const ut_unit *unit, void *context)
{
    return foreign_basic(unit, 1, context);
}

static ut_status foreign_visit_product(const ut_unit *unit, int count,
                                       const ut_unit *const *basics, const int *powers,
                                       void *context)
{
    (void)unit;
    ut_status status = UT_SUCCESS;
    for (int i = 0; i < count && status == UT_SUCCESS; i++)
        status = foreign_basic(basics[i], powers[i], context);
    return status;
}

/* underlying = scale * value + scale * offset: udunits2's offset is in the unit itself. */
static ut_status foreign_visit_scaled(const ut_unit *unit, double scale,
                                      const ut_unit *underlying, double offset,
                                      void *context)
{
    (void)unit;
    foreign_visit *visit = context;
    visit->parts->offset += visit->parts->over * scale * offset;
    visit->parts->over *= scale;
    return visit->library->accept(underlying, visit->visitor, context);
}

static ut_status foreign_visit_time(const ut_unit *unit, const ut_unit *time, double origin,
                                    void *context)
{
    (void)unit, (void)time, (void)origin, (void)context;
    return UT_VISIT_ERROR;
}

static ut_status foreign_visit_log(const ut_unit *unit, double base,
                                   const ut_unit *reference, void *context)
{
    (void)unit, (void)base, (void)reference, (void)context;
    return UT_VISIT_ERROR;
}

static const ut_visitor foreign_visitor = {foreign_visit_basic, foreign_visit_product,
                                           foreign_visit_scaled, foreign_visit_time,
                                           foreign_visit_log};

static glass_unit_foreign foreign_ask(const foreign_library *library, ut_system *system,
                                      const char *word, glass_unit_parts *out)
{
    ut_unit *unit = library->parse(system, word, UT_UTF8);
    if (!unit) return GLASS_FOREIGN_UNKNOWN;
    glass_unit_parts parts = {1, 1, 0, 0, {0}};
    foreign_visit visit = {library, &foreign_visitor, &parts};
    ut_status status = library->accept(unit, &foreign_visitor, &visit);
    library->free(unit);
    if (status != UT_SUCCESS) return GLASS_FOREIGN_UNKNOWN;
    *out = parts;
    return GLASS_FOREIGN_KNOWN;
}

/* Loaded once; the library is not made for threads, so they come one by one. */
glass_unit_foreign glass_unit_foreign_find(const char *word, glass_unit_parts *out)
{
    static glass_lock foreign_lock = GLASS_LOCK;
    static foreign_library foreign_functions;
    static ut_system *foreign_system;
    glass_lock_take(&foreign_lock);
    if (!foreign_system && foreign_load(&foreign_functions)) {
        foreign_functions.silence(foreign_functions.ignore);
        foreign_system = foreign_functions.read_xml(NULL);
    }
    glass_unit_foreign answer = GLASS_FOREIGN_ABSENT;
    if (foreign_system) answer = foreign_ask(&foreign_functions, foreign_system, word, out);
    glass_lock_give(&foreign_lock);
    return answer;
}

#else

glass_unit_foreign glass_unit_foreign_find(const char *word, glass_unit_parts *out)
{
    (void)word, (void)out;
    return GLASS_FOREIGN_ABSENT;
}

#endif
