/* The answer of a run or a study, for people and for programs. */
#ifndef GLASSCELL_CLI_REPORT_H
#define GLASSCELL_CLI_REPORT_H

#include "cli/cli.h"
#include "glasscell/study.h"

void cli_report_run(FILE *file, const glass_study *study, const glass_outcome *outcome);
void cli_report_batch(FILE *file, const glass_study *study, const glass_outcome *outcome);
void cli_report_json(const glass_study *study, const glass_outcome *outcome);

/* {"channels": {LABEL: {rmse, max, unit, rows, from_s, to_s}}}, as an item or by itself. */
void cli_report_json_comparison(cli_json *json, const char *key,
                                const glass_comparison *comparison);

#endif
