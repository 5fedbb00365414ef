/* What contradicts itself in a study, and what would destroy its own inputs: asked before
 * anything is run or written. */
#include "study/study_job.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

/* Rows closer than this hold nothing that a model here can show (none has a double layer),
 * and a slip of the unit would fill any disk. [s] */
static const double CHECK_PERIOD_MIN = 1e-5;

static glass_status check_period(const char *name, double period_s)
{
    if (!(period_s > 0 && period_s < CHECK_PERIOD_MIN)) return GLASS_OK;
    return glass_fail(GLASS_E_INPUT,
                      "%s is %g s; allowed: %g s and more, or 0 for as dense as the "
                      "solution asks for",
                      name, period_s, CHECK_PERIOD_MIN);
}

/* "1,100,200-210": whole numbers from 1 on, the second of a pair not below the first. */
static glass_status check_cycles(const char *list)
{
    const char *p = list;
    double first, last;
    for (int more = list != NULL; more; p++) {
        const char *end = glass_number_read(p, &first);
        last = first;
        if (end && *end == '-') end = glass_number_read(end + 1, &last);
        while (end && *end == ' ') end++;
        if (!end || (*end && *end != ',') || first < 1 || first != floor(first) ||
            last < first || last != floor(last))
            return glass_fail(
                GLASS_E_INPUT,
                "cycles_in_full is \"%s\"; expected numbers of cycles, from 1 "
                "on, with commas between: 1,100,2200 or 1,10-20",
                list);
        p = end;
        more = *end == ',';
    }
    return GLASS_OK;
}

static glass_status check_start(const glass_run_options *options)
{
    if (isnan(options->soc) || isnan(options->ocv)) return GLASS_OK;
    return glass_fail(GLASS_E_INPUT,
                      "soc (%g) and ocv (%g V) both say how the cell starts; give one of "
                      "them",
                      options->soc, options->ocv);
}

static glass_status check_span(const glass_study *study)
{
    if (!(study->from_s >= study->to_s)) return GLASS_OK;
    return glass_fail(GLASS_E_INPUT, "from (%g s) is not before to (%g s)", study->from_s,
                      study->to_s);
}

static int check_was_said(const glass_study *study, const char *key)
{
    size_t n = strlen(key);
    for (int i = 0; i < study->said.count; i++)
        if (strncmp(study->said.at[i], key, n) == 0 && study->said.at[i][n] == '=')
            return 1;
    return 0;
}

/* Who says something that changes nothing has usually forgotten something else. */
static void check_effects(const glass_study *study, glass_notes *notes)
{
    int has_table = study->profile || study->compare;
    int has_file = study->output || study->plot || study->resume;
    const struct {
        const char *key, *needs;
        int has_effect;
    } keys[] = {
        {"column", "a profile", study->profile != NULL},
        {"hold", "a profile; in words: \"follow FILE hold\"", study->profile != NULL},
        {"columns", "a profile or a measurement to compare with", has_table},
        {"sign", "a profile or a measurement to compare with", has_table},
        {"from", "a measurement to compare with", study->compare != NULL},
        {"to", "a measurement to compare with", study->compare != NULL},
        {"draws", "something to vary", study->vary.count > 0},
        {"seed", "something to vary", study->vary.count > 0},
        {"channels", "an output or a plot", has_file},
        {"frames", "an output or a plot", has_file},
        {"cycles_in_full", "an output or a plot", has_file},
        {"cycles-in-full", "an output or a plot", has_file},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (!keys[i].has_effect && check_was_said(study, keys[i].key))
            glass_note_add(notes, 0, keys[i].key, "changes nothing without %s",
                           keys[i].needs);
}

glass_status glass_study_check(const glass_study_job *job)
{
    const glass_study *study = job->study;
    glass_status status = check_start(&study->run);
    if (!status) status = check_period("period", study->run.period);
    if (!status) status = check_period("frame_period", study->run.frame_period);
    if (!status) status = check_cycles(study->cycles_in_full);
    if (!status) status = check_span(study);
    if (!status) check_effects(study, job->notes);
    return status;
}

/* What a file is read as, if it is read: origin keeps name and role in pairs. */
static const char *check_role(const glass_origin *origin, const char *path)
{
    for (int i = 0; i + 1 < origin->count; i++) {
        const glass_fact *fact = &origin->at[i];
        size_t n = strlen(fact->key);
        if (strncmp(fact->key, "input/", 6) || n < 5 || strcmp(fact->key + n - 5, "/name"))
            continue;
        if (glass_file_is_same(fact->text, path)) return fact[1].text;
    }
    return NULL;
}

glass_status glass_study_check_output(const glass_study_job *job, const char *path)
{
    const glass_study *study = job->study;
    const char *role = path ? check_role(&job->origin, path) : NULL;
    if (!role || (study->resume && glass_file_is_same(path, study->resume)))
        return GLASS_OK;
    return glass_fail(GLASS_E_INPUT,
                      "%s: this file is read here, as the %s, and is not overwritten, not "
                      "by force either; give the output another name",
                      path, role);
}
