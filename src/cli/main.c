/* glasscell: words in, words out. */
#include "cli/cli.h"
#include "glasscell/version.h"

#include <signal.h>
#include <string.h>

#define GLASS_COMMAND(name) extern const cli_command cli_command_##name;
#include "cli/list.h"
#undef GLASS_COMMAND

const cli_command *const cli_commands[] = {
#define GLASS_COMMAND(name) &cli_command_##name,
#include "cli/list.h"
#undef GLASS_COMMAND
    NULL,
};

const cli_command *cli_command_find(const char *name)
{
    for (const cli_command *const *at = cli_commands; *at; at++)
        if (strcmp((*at)->name, name) == 0) return *at;
    return NULL;
}

static int main_unknown(const char *word)
{
    const char *names[64] = {NULL};
    for (int i = 0; cli_commands[i] && i < 63; i++) names[i] = cli_commands[i]->name;
    const char *near = cli_nearest(word, names);
    if (near)
        cli_tell("there is no command \"%s\"; did you mean \"%s\"?", word, near);
    else
        cli_tell("there is no command \"%s\"; \"glasscell help\" lists them", word);
    return CLI_BAD_INPUT;
}

static void main_version(void)
{
    printf("glasscell %s%s%s%s\n", glass_version(), *glass_commit() ? " (" : "",
           glass_commit(), *glass_commit() ? ")" : "");
}

static int main_asks_help(int argc, char **argv)
{
    for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) return 1;
    return 0;
}

static int main_command(const cli_command *command, int argc, char **argv)
{
    cli_args args;
    if (main_asks_help(argc, argv)) {
        cli_help_command(stdout, command);
        return CLI_DONE;
    }
    int code = cli_args_read(command, argc, argv, 2, &args);
    if (code != CLI_DONE) return code;
    code = command->run(&args);
    cli_args_clear(&args);
    return code;
}

int main(int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "help";
    const cli_command *command = cli_command_find(word);
    int code = CLI_DONE;
    /* a file that grows over `ulimit -f` is a write that fails, with words, not a death that
     * leaves half a file behind */
    signal(SIGXFSZ, SIG_IGN);
    if (command)
        code = main_command(command, argc, argv);
    else if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0)
        main_version();
    else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        cli_help(stdout);
    else
        code = main_unknown(word);
    return cli_finish(code);
}
