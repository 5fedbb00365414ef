/* What a run can record, as the run itself declares it to a sink: so this list is never
 * another one than the truth. */
#include "cli/cli.h"
#include "glasscell/run.h"

typedef struct outputs_page {
    FILE *file;
    int is_markdown;
} outputs_page;

static void outputs_head(const outputs_page *page, const char *title)
{
    fprintf(page->file, page->is_markdown ? "### %s\n\n| label | |\n|---|---|\n" : "%s\n",
            title);
}

static void outputs_line(const outputs_page *page, cli_table *table, const char *label,
                         const char *about)
{
    if (page->is_markdown) {
        fprintf(page->file, "| %s | %s |\n", label, about ? about : "");
        return;
    }
    cli_table_cell(table, "%s", label);
    cli_table_cell(table, "%s", about ? about : "");
}

static void outputs_channels(const outputs_page *page, const char *title,
                             const glass_channel *channels, int n)
{
    cli_table table;
    cli_table_begin(&table, NULL, 2, 0);
    outputs_head(page, title);
    for (int i = 0; i < n; i++)
        outputs_line(page, &table, channels[i].label, channels[i].about);
    cli_table_end(&table, page->file);
    fputc('\n', page->file);
}

static void outputs_frames(const outputs_page *page, const glass_frame *frames, int n)
{
    cli_table table;
    cli_table_begin(&table, NULL, 2, 0);
    outputs_head(page, "frames");
    for (int i = 0; i < n; i++)
        outputs_line(page, &table, frames[i].label, frames[i].about);
    cli_table_end(&table, page->file);
    fputc('\n', page->file);
}

static glass_status outputs_begin(void *self, const glass_begin *begin)
{
    const outputs_page *page = self;
    outputs_channels(page, "channels", begin->channels, begin->n_channels);
    outputs_frames(page, begin->frames, begin->n_frames);
    outputs_channels(page, "per cycle", begin->cycle_channels, begin->n_cycle_channels);
    return GLASS_OK;
}

static glass_status outputs_row(void *self, const double *row)
{
    (void)self, (void)row;
    return GLASS_OK;
}

static glass_status outputs_frame(void *self, int index, double time_s,
                                  const double *values)
{
    (void)self, (void)index, (void)time_s, (void)values;
    return GLASS_OK;
}

static glass_status outputs_end(void *self, const char *reason, const glass_fact *facts,
                                int n_facts)
{
    (void)self, (void)reason, (void)facts, (void)n_facts;
    return GLASS_OK;
}

int cli_outputs(FILE *file, int is_markdown)
{
    outputs_page page = {file, is_markdown};
    const glass_sink sink = {.self = &page,
                             .begin = outputs_begin,
                             .sample = outputs_row,
                             .frame = outputs_frame,
                             .cycle = outputs_row,
                             .end = outputs_end};
    const char *const rest = "Rest for 1 s";
    glass_cell cell = {0};
    glass_protocol protocol = {0};
    glass_run_options options = {0};
    glass_summary summary = {0};
    glass_run_defaults(&options);
    options.estimate = 0;
    glass_status status = glass_cell_open("Chen2020", &cell, NULL);
    if (!status) status = glass_protocol_read(&rest, 1, "rest", &protocol, NULL);
    if (!status) status = glass_run(&cell, &protocol, &options, &sink, &summary, NULL);
    glass_summary_clear(&summary);
    glass_run_options_clear(&options);
    glass_protocol_clear(&protocol);
    glass_cell_clear(&cell);
    return status ? cli_fail(status) : CLI_DONE;
}
