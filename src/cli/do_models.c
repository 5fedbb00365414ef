/* models: what can be run. */
#include "cli/cli.h"
#include "glasscell/run.h"

static const cli_option do_models_options[] = {
    {"json", 0, NULL, "print JSON", 0},
    CLI_OPTION_END,
};

static int do_models(const cli_args *args)
{
    const glass_model_about *models;
    int n = glass_models(&models);
    if (cli_has(args, "json")) {
        cli_json json = {.file = stdout};
        cli_json_begin(&json, NULL, '[');
        for (int i = 0; i < n; i++) {
            cli_json_begin(&json, NULL, '{');
            cli_json_text(&json, "name", models[i].name);
            cli_json_text(&json, "about", models[i].about);
            cli_json_text(&json, "theory", models[i].theory);
            cli_json_end(&json, '}');
        }
        cli_json_end(&json, ']');
        return CLI_DONE;
    }
    cli_table table;
    cli_table_begin(&table, NULL, 2, 0);
    for (int i = 0; i < n; i++) {
        cli_table_cell(&table, "%s", models[i].name);
        cli_table_cell(&table, "%s", models[i].about);
    }
    cli_table_end(&table, stdout);
    return CLI_DONE;
}

const cli_command cli_command_models = {
    .name = "models",
    .about = "the models that can be run",
    .forms = "models",
    .examples = "glasscell models\nglasscell params dfn",
    .options = do_models_options,
    .most = 0,
    .run = do_models,
};
