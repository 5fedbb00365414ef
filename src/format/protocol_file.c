#include "cell/protocol_reader.h"
#include "base/memory.h"
#include "base/text.h"

#include <math.h>

/* Texts joined as lines. */
static char *file_join(const char *const *texts, int n)
{
    glass_text all = {0};
    for (int i = 0; i < n; i++) glass_text_add(&all, "%s%s", i ? "\n" : "", texts[i]);
    return glass_text_take(&all);
}

static glass_status file_words(const char *text, const char *name, glass_protocol *out,
                               glass_notes *notes)
{
    protocol_reader reader = {.out = out, .notes = notes};
    glass_status status = protocol_reader_words(&reader, text, name, 1, 1);
    if (!status) status = protocol_reader_finish(&reader);
    if (!status) status = glass_protocol_check(out, NAN, NAN, NULL);
    protocol_reader_clear(&reader);
    return status;
}

glass_status glass_protocol_read(const char *const *texts, int n, const char *name,
                                 glass_protocol *out, glass_notes *notes)
{
    glass_protocol protocol;
    char *text = file_join(texts, n);
    if (!name) name = "protocol";
    int is_started = protocol_build_start(&protocol, name);
    glass_status status =
        text && is_started ? file_words(text, name, &protocol, notes) : glass_fail_memory();
    if (status)
        glass_protocol_clear(&protocol);
    else
        *out = protocol;
    glass_free(text);
    return status;
}
