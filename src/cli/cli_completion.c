/* Shell completion from the tables: commands, their options, words of an option. */
#include "cli/cli.h"
#include "glasscell/cell.h"
#include "glasscell/run.h"

#include <string.h>

static void completion_name(void *context, const cli_option *option)
{
    FILE *file = context;
    fprintf(file, " --%s", option->name);
    if (option->letter) fprintf(file, " -%c", option->letter);
}

/* "fast|default|high" is a list of words; anything else is not. */
static int completion_is_list(const cli_option *option)
{
    return option->argument && strchr(option->argument, '|') &&
           !strchr(option->argument, ' ');
}

static void completion_words(void *context, const cli_option *option)
{
    FILE *file = context;
    if (!completion_is_list(option)) return;
    fprintf(file, "        --%s) words=\"", option->name);
    for (const char *p = option->argument; *p; p++) fputc(*p == '|' ? ' ' : *p, file);
    fputs("\" ;;\n", file);
}

static void completion_things(FILE *file, const cli_command *command)
{
    if (strstr(command->forms, "CELL")) {
        const char *const *names, *const *abouts;
        int n = glass_cell_library(&names, &abouts);
        for (int i = 0; i < n; i++) fprintf(file, " %s", names[i]);
    }
    if (strstr(command->forms, "MODEL")) {
        const glass_model_about *models;
        int n = glass_models(&models);
        for (int i = 0; i < n; i++) fprintf(file, " %s", models[i].name);
    }
    if (strstr(command->forms, "COMMAND"))
        for (const cli_command *const *at = cli_commands; *at; at++)
            fprintf(file, " %s", (*at)->name);
}

static void completion_command(FILE *file, const cli_command *command)
{
    fprintf(file, "    %s)\n        options=\"", command->name);
    cli_options_each(command, completion_name, file);
    fputs("\"\n        things=\"", file);
    completion_things(file, command);
    fputs("\"\n        case \"$before\" in\n", file);
    cli_options_each(command, completion_words, file);
    fputs("        esac ;;\n", file);
}

/* One function serves both shells: zsh runs bash's through bashcompinit. */
void cli_completion(FILE *file, int is_zsh)
{
    if (is_zsh)
        fputs("#compdef glasscell\nautoload -U +X bashcompinit && bashcompinit\n", file);
    fputs("_glasscell()\n{\n    local now=\"${COMP_WORDS[COMP_CWORD]}\" "
          "before=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
          "    local options=\"\" things=\"\" words=\"\"\n"
          "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        COMPREPLY=($(compgen -W \"",
          file);
    for (const cli_command *const *at = cli_commands; *at; at++)
        fprintf(file, "%s ", (*at)->name);
    fputs("--version --help\" -- \"$now\"))\n        return\n    fi\n"
          "    case \"${COMP_WORDS[1]}\" in\n",
          file);
    for (const cli_command *const *at = cli_commands; *at; at++)
        completion_command(file, *at);
    fputs("    esac\n"
          "    if [ -n \"$words\" ]; then\n"
          "        COMPREPLY=($(compgen -W \"$words\" -- \"$now\"))\n"
          "    elif [ \"${now#-}\" != \"$now\" ]; then\n"
          "        COMPREPLY=($(compgen -W \"$options\" -- \"$now\"))\n"
          "    else\n"
          "        COMPREPLY=($(compgen -W \"$things\" -- \"$now\") $(compgen -f -- "
          "\"$now\"))\n"
          "    fi\n}\ncomplete -o filenames -F _glasscell glasscell\n",
          file);
}
