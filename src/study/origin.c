#include "study/origin.h"
#include "glasscell/version.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/sha256.h"
#include "base/text.h"
#include "cell/cell_inside.h"
#include "format/bpx.h"
#include "format/open_curve.h"
#include "study/vary.h"

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

/* Inputs up to this size are kept in full; of larger ones the hash tells which they were. */
enum { ORIGIN_SMALL = 32768, ORIGIN_LARGE = 1 << 30 };

void glass_origin_clear(glass_origin *origin)
{
    for (int i = 0; i < origin->count; i++) {
        glass_free((char *)origin->at[i].key);
        glass_free((char *)origin->at[i].text);
    }
    glass_free(origin->at);
    *origin = (glass_origin){0};
}

static glass_status origin_add(glass_origin *origin, const char *key, const char *text)
{
    size_t n = (size_t)origin->count;
    glass_fact *at = glass_realloc(origin->at, (n + 1) * sizeof *at);
    if (!at) return glass_fail_memory();
    origin->at = at;
    at[n] = (glass_fact){glass_strdup(key), glass_strdup(text)};
    origin->count++;
    return at[n].key && at[n].text ? GLASS_OK : glass_fail_memory();
}

static glass_status origin_add_part(glass_origin *origin, const char *what, int index,
                                    const char *part, const char *text)
{
    char key[64];
    snprintf(key, sizeof key, "%s/%d%s%s", what, index, *part ? "/" : "", part);
    return origin_add(origin, key, text);
}

/* One input: name, hash, and text if it is small and text. */
static glass_status origin_bytes(glass_origin *origin, const char *role, const char *name,
                                 const char *bytes, size_t n)
{
    char hash[GLASS_SHA256_TEXT];
    glass_sha256_of(bytes, n, hash);
    int i = origin->inputs++;
    glass_status status = origin_add_part(origin, "input", i, "name", name);
    if (!status) status = origin_add_part(origin, "input", i, "role", role);
    if (!status) status = origin_add_part(origin, "input", i, "sha256", hash);
    if (!status && n <= ORIGIN_SMALL && !memchr(bytes, 0, n))
        status = origin_add_part(origin, "input", i, "text", bytes);
    return status;
}

/* A stream is gone by now; whoever opened a file has already said if it cannot be read. */
static glass_status origin_input(glass_origin *origin, const char *role, const char *path)
{
    char *bytes = NULL;
    size_t n = 0;
    if (!path || glass_file_is_stream(path) || access(path, R_OK)) return GLASS_OK;
    if (glass_file_read(path, ORIGIN_LARGE, &bytes, &n)) return GLASS_OK;
    glass_status status = origin_bytes(origin, role, path, bytes, n);
    glass_free(bytes);
    return status;
}

/* A file, or a cell of the library: found as glass_cell_open finds it. */
static glass_status origin_cell(glass_origin *origin, const char *role, const char *name)
{
    char path[4096];
    size_t n = 0;
    if (!name || glass_file_is_stream(name) || access(name, F_OK) == 0)
        return origin_input(origin, role, name);
    if (glass_cell_library_file(name, path, sizeof path))
        return origin_input(origin, role, path);
    const char *text = glass_cell_library_text(name, &n);
    return text ? origin_bytes(origin, role, name, text, n) : GLASS_OK;
}

/* A table, or a curve of a cell: then the cell's file. */
static glass_status origin_table(glass_origin *origin, const char *role, const char *path)
{
    char cell[4096];
    if (!path || !glass_curve_is_named(path)) return origin_input(origin, role, path);
    snprintf(cell, sizeof cell, "%.*s", (int)(strrchr(path, '#') - path), path);
    return origin_cell(origin, role, cell);
}

/* A table of values to vary, sought beside the study. */
static glass_status origin_varied(glass_origin *origin, const glass_study *study,
                                  const char *text)
{
    const char *slash = study->file ? strrchr(study->file, '/') : NULL;
    char *folder = glass_strndup(slash ? study->file : "",
                                 slash ? (size_t)(slash - study->file) + 1 : 0);
    char *path = folder ? glass_vary_file(text, folder) : NULL;
    glass_status status = path ? origin_input(origin, "values to vary", path) : GLASS_OK;
    glass_free(path);
    glass_free(folder);
    return status;
}

static glass_status origin_inputs(glass_origin *origin, const glass_study *study,
                                  const glass_protocol *protocol)
{
    glass_status status = origin_input(origin, "study", study->file);
    if (!status) status = origin_cell(origin, "cell", study->cell);
    if (!status) status = origin_input(origin, "protocol", study->protocol);
    const char *last = NULL; /* one table may be followed many times in a row */
    for (int i = 0; !status && protocol && i < protocol->count; i++) {
        const glass_profile *profile = protocol->at[i].profile;
        if (!profile || !profile->source) continue;
        if (last && strcmp(last, profile->source) == 0) continue;
        last = profile->source;
        status = origin_table(origin, "profile", last);
    }
    for (int i = 0; !status && i < study->vary.count; i++)
        status = origin_varied(origin, study, study->vary.at[i]);
    if (!status) status = origin_table(origin, "measurement", study->compare);
    if (!status) status = origin_input(origin, "resumed", study->resume);
    return status;
}

/* The first "model name" of /proc/cpuinfo; Linux on other machines has none, and says so
 * by its absence. */
static void origin_processor(char *out, size_t size)
{
    char text[4096];
    out[0] = 0;
    FILE *file = fopen("/proc/cpuinfo", "r");
    if (!file) return;
    size_t n = fread(text, 1, sizeof text - 1, file);
    text[n] = 0;
    fclose(file);
    const char *p = strstr(text, "model name");
    if (p) p = strchr(p, ':');
    if (p) snprintf(out, size, ", %.*s", (int)strcspn(p + 2, "\n"), p + 2);
}

static glass_status origin_machine(glass_origin *origin)
{
    struct utsname name;
    char processor[256], text[768];
    if (uname(&name)) return GLASS_OK;
    origin_processor(processor, sizeof processor);
    snprintf(text, sizeof text, "%.64s, %.64s %.64s, %.32s, %ld cores%s", name.nodename,
             name.sysname, name.release, name.machine, sysconf(_SC_NPROCESSORS_ONLN),
             processor);
    return origin_add(origin, "machine", text);
}

static glass_status origin_program(glass_origin *origin)
{
    char text[128];
    const char *commit = glass_commit();
    snprintf(text, sizeof text, "glasscell %s%s%s%s", glass_version(), *commit ? " (" : "",
             commit, *commit ? ")" : "");
    return origin_add(origin, "program", text);
}

static glass_status origin_protocol(glass_origin *origin, const glass_protocol *protocol)
{
    glass_text text = {0};
    for (int i = 0; protocol && i < protocol->count; i++)
        glass_text_add(&text, "%s%s", i ? "\n" : "",
                       protocol->at[i].text ? protocol->at[i].text : "");
    if (text.has_failed) {
        glass_text_clear(&text);
        return glass_fail_memory();
    }
    glass_status status = text.at ? origin_add(origin, "protocol", text.at) : GLASS_OK;
    glass_text_clear(&text);
    return status;
}

/* The parameters as they are after `--set`, as a file that could be run again; measured
 * curves that came with them are no parameters. */
static glass_status origin_parameters(glass_origin *origin, const glass_cell *cell)
{
    glass_text text = {0};
    glass_cell bare = *cell;
    bare.n_validation = 0;
    glass_status status = glass_bpx_write(&bare, &text);
    if (status == GLASS_E_INPUT) /* a law in C cannot be written down; all else can */
        status =
            origin_add(origin, "parameters", "not known: a law of this cell is a function");
    else if (!status)
        status = text.has_failed ? glass_fail_memory()
                                 : origin_add(origin, "parameters", text.at);
    glass_text_clear(&text);
    return status;
}

glass_status glass_origin_gather(const glass_study *study, const char *command_line,
                                 const glass_cell *cell, const glass_protocol *protocol,
                                 glass_origin *out)
{
    glass_origin origin = {0};
    char seed[32], now[GLASS_CLOCK_TEXT];
    glass_status status = origin_program(&origin);
    if (!status && command_line) status = origin_add(&origin, "command line", command_line);
    if (!status) status = origin_add(&origin, "cell", cell->title ? cell->title : "");
    if (!status) status = origin_parameters(&origin, cell);
    if (!status) status = origin_protocol(&origin, protocol);
    for (int i = 0; !status && i < study->said.count; i++)
        status = origin_add_part(&origin, "study", i, "", study->said.at[i]);
    if (!status) status = origin_inputs(&origin, study, protocol);
    if (!status)
        status = origin_add(&origin, "seed", glass_number_write(study->seed, seed));
    if (!status) status = origin_machine(&origin);
    if (!status) status = origin_add(&origin, "started", glass_clock_utc(now));
    if (status)
        glass_origin_clear(&origin);
    else
        *out = origin;
    return status;
}
