/* cells: what the library holds. */
#include "cli/cli.h"
#include "glasscell/cell.h"

static const cli_option do_cells_options[] = {
    {"json", 0, NULL, "print JSON", 0},
    CLI_OPTION_END,
};

static int do_cells(const cli_args *args)
{
    const char *const *names, *const *abouts;
    int n = glass_cell_library(&names, &abouts);
    if (cli_has(args, "json")) {
        cli_json json = {.file = stdout};
        cli_json_begin(&json, NULL, '[');
        for (int i = 0; i < n; i++) {
            cli_json_begin(&json, NULL, '{');
            cli_json_text(&json, "name", names[i]);
            cli_json_text(&json, "about", abouts[i]);
            cli_json_end(&json, '}');
        }
        cli_json_end(&json, ']');
        return CLI_DONE;
    }
    cli_table table;
    cli_table_begin(&table, NULL, 2, 0);
    for (int i = 0; i < n; i++) {
        cli_table_cell(&table, "%s", names[i]);
        cli_table_cell(&table, "%s", abouts[i]);
    }
    cli_table_end(&table, stdout);
    return CLI_DONE;
}

const cli_command cli_command_cells = {
    .name = "cells",
    .about = "the cells of the library, for use in place of a file",
    .forms = "cells",
    .more = "A name of the library stands wherever a cell file may stand.",
    .examples = "glasscell run Chen2020 \"Discharge at 1C until 2.5 V\"",
    .options = do_cells_options,
    .most = 0,
    .run = do_cells,
};
