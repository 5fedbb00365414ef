#include "cell/protocol_build.h"
#include "base/memory.h"

#include <limits.h>
#include <math.h>

void protocol_build_clear_end(glass_end *end)
{
    glass_free(end->channel);
    glass_free(end->text);
    *end = (glass_end){0};
}

void protocol_build_clear_ends(glass_end *ends, int n)
{
    for (int i = 0; i < n; i++) protocol_build_clear_end(&ends[i]);
    glass_free(ends);
}

void protocol_build_free_profile(glass_profile *profile)
{
    if (!profile) return;
    glass_free(profile->time_s);
    glass_free(profile->value);
    glass_free(profile->source);
    glass_free(profile);
}

void protocol_build_clear_instruction(glass_instruction *instruction)
{
    glass_free(instruction->text);
    glass_free(instruction->tag);
    glass_free(instruction->label);
    protocol_build_free_profile(instruction->profile);
    protocol_build_clear_ends(instruction->ends, instruction->n_ends);
    *instruction = (glass_instruction){0};
}

void glass_protocol_clear(glass_protocol *protocol)
{
    if (!protocol) return;
    for (int i = 0; i < protocol->count; i++)
        protocol_build_clear_instruction(&protocol->at[i]);
    glass_free(protocol->at);
    glass_free(protocol->name);
    protocol_build_clear_ends(protocol->stops, protocol->n_stops);
    *protocol = (glass_protocol){0};
}

int protocol_build_start(glass_protocol *out, const char *name)
{
    *out = (glass_protocol){
        .soc_start = NAN, .temperature_K = NAN, .voltage_min = NAN, .voltage_max = NAN};
    out->name = glass_strdup(name);
    return out->name != NULL;
}

glass_instruction protocol_build_instruction(glass_op op, int line, int column)
{
    return (glass_instruction){.op = op,
                               .line = line,
                               .column = column,
                               .temperature_K = NAN,
                               .period_s = NAN,
                               .hold = NAN};
}

/* Room for one more of `count` things, doubled so that n of them cost n; NULL without. */
static void *protocol_room(void *at, int count, size_t size)
{
    if (count & (count - 1)) return at; /* there is room up to the next power of two */
    if (count > INT_MAX / 4) return NULL;
    return glass_realloc(at, (size_t)(count ? 2 * count : 1) * size);
}

int protocol_build_add(glass_protocol *protocol, glass_instruction *instruction)
{
    glass_instruction *at = protocol_room(protocol->at, protocol->count, sizeof *at);
    if (!at) {
        protocol_build_clear_instruction(instruction);
        return 0;
    }
    protocol->at = at;
    at[protocol->count++] = *instruction;
    *instruction = (glass_instruction){0};
    return 1;
}

int protocol_build_end(protocol_ends *ends, glass_end *end)
{
    glass_end *at = protocol_room(ends->at, ends->n, sizeof *at);
    if (!at) {
        protocol_build_clear_end(end);
        return 0;
    }
    ends->at = at;
    at[ends->n++] = *end;
    *end = (glass_end){0};
    return 1;
}
