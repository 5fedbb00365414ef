/* help: everything that can be said about the program. */
#include "cli/cli.h"
#include "glasscell/protocol.h"
#include "glasscell/study.h"

#include <string.h>

static const cli_option do_help_options[] = {
    {"man", 0, NULL, "the manual page, as troff", 0},
    {"reference", 0, NULL, "all commands, options and parameters, as Markdown", 0},
    {"completion", 0, "bash|zsh", "completion for a shell", 0},
    CLI_OPTION_END,
};

static int do_help_completion(const char *shell)
{
    int is_zsh = strcmp(shell, "zsh") == 0;
    if (!is_zsh && strcmp(shell, "bash") != 0) {
        cli_tell("--completion is \"%s\"; allowed: bash, zsh", shell);
        return CLI_BAD_INPUT;
    }
    cli_completion(stdout, is_zsh);
    return CLI_DONE;
}

static int do_help_about(const char *word)
{
    if (strcmp(word, "protocol") == 0) {
        fputs(glass_protocol_grammar(), stdout);
        return CLI_DONE;
    }
    if (strcmp(word, "vary") == 0) {
        fputs(glass_vary_grammar(), stdout);
        return CLI_DONE;
    }
    if (strcmp(word, "channels") == 0) return cli_outputs(stdout, 0);
    const cli_command *command = cli_command_find(word);
    if (command) {
        cli_help_command(stdout, command);
        return CLI_DONE;
    }
    const char *names[64] = {"protocol", "vary", "channels"};
    for (int i = 0; cli_commands[i] && i < 60; i++) names[i + 3] = cli_commands[i]->name;
    const char *near = cli_nearest(word, names);
    if (near)
        cli_tell("there is no help about \"%s\"; did you mean \"%s\"?", word, near);
    else
        cli_tell("there is no help about \"%s\"; \"glasscell help\" lists the commands",
                 word);
    return CLI_BAD_INPUT;
}

static int do_help(const cli_args *args)
{
    if (cli_has(args, "man"))
        cli_manual(stdout);
    else if (cli_has(args, "reference"))
        cli_reference(stdout);
    else if (cli_has(args, "completion"))
        return do_help_completion(cli_value(args, "completion", ""));
    else if (args->n_things > 0)
        return do_help_about(args->things[0]);
    else
        cli_help(stdout);
    return CLI_DONE;
}

const cli_command cli_command_help = {
    .name = "help",
    .about = "what the program and its commands do",
    .forms = "help\nhelp COMMAND\nhelp protocol\nhelp vary\nhelp channels",
    .more = "\"help protocol\" prints the language in which protocols are written, \"help "
            "vary\" how values to vary are; \"help channels\" lists what a run can record.",
    .examples = "glasscell help run\n"
                "glasscell help --completion bash > ~/.local/share/bash-completion/"
                "completions/glasscell\n"
                "glasscell help --man | man -l -",
    .options = do_help_options,
    .most = 1,
    .run = do_help,
};
