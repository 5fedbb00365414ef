/* What the commands about recordings share: opening with the user's hints, steps printed. */
#ifndef GLASSCELL_CLI_FILE_H
#define GLASSCELL_CLI_FILE_H

#include "cli/cli.h"
#include "glasscell/recording.h"

/* Options of every command that reads tables of foreign programs. */
#define CLI_FILE_OPTIONS                                                                   \
    {"columns", 0, "TIME,CURRENT,VOLTAGE",                                                 \
     "names of the columns of a foreign table, with their units", 0},                      \
    {                                                                                      \
        "sign", 0, "+1|-1", "+1: positive current charges; -1: it discharges", 0           \
    }

/* Opens a recording as --columns and --sign say, telling notes. Returns an exit code. */
int cli_file_open(const cli_args *args, const char *path, glass_recording *out);

/* Refuses an output that is one of the files that are read. Returns an exit code. */
int cli_file_spare(const cli_args *args, const char *output);

/* Steps for people, `most` at most (0: all), the first and the last of them. */
void cli_file_steps(FILE *file, const glass_step_record *steps, int n, int most);
void cli_file_json_steps(cli_json *json, const glass_step_record *steps, int n);

/* Splits "a,b,c" in place; returns how many there are, `most` at most. */
int cli_file_split(char *text, char **out, int most);

#endif
