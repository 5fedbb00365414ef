/* Any words as a protocol, and as YAML: steps, or words that point at the place. What was
 * read is checked, and its canonical words are read back as the same step. No file is opened:
 * what a step follows is made up. */
#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cell/protocol_reader.h"
#include "format/protocol_tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static glass_status made_up(void *context, const protocol_table *table, glass_profile **out,
                            glass_notes *notes)
{
    (void)context;
    (void)notes;
    glass_profile *profile = glass_zero(1, sizeof *profile);
    if (!profile) return glass_fail_memory();
    profile->control = GLASS_CURRENT;
    profile->hold = table->hold;
    profile->source = glass_strdup("made-up.csv");
    *out = profile;
    return GLASS_OK;
}

static void read_back(const glass_instruction *step)
{
    glass_protocol again = {0};
    if (step->op != GLASS_OP_STEP || step->control == GLASS_PROFILE) return;
    char *words = glass_instruction_words(step);
    if (!words) return;
    protocol_reader reader = {.out = &again, .open = made_up};
    if (strlen(words) < 4000 && !strpbrk(words, "\n\"'[];#")) {
        if (!protocol_build_start(&again, "again") ||
            protocol_reader_words(&reader, words, "again", 1, 1))
            abort();
        assert(again.count == 1 && again.at[0].control == step->control);
        assert(again.at[0].level == step->level && again.at[0].n_ends == step->n_ends);
    }
    protocol_reader_clear(&reader);
    glass_protocol_clear(&again);
    glass_free(words);
}

static void finish(protocol_reader *reader, glass_status status)
{
    glass_notes notes = {0};
    if (!status) status = protocol_reader_finish(reader);
    if (!status) status = glass_protocol_check(reader->out, 2.5, 4.2, &notes);
    if (status)
        assert(glass_words()[0] != 0);
    else
        for (int i = 0; i < reader->out->count && i < 100; i++)
            read_back(&reader->out->at[i]);
    protocol_reader_clear(reader);
    glass_notes_clear(&notes);
    glass_protocol_clear(reader->out);
}

static void as_words(const char *text)
{
    glass_protocol protocol;
    glass_notes notes = {0};
    protocol_reader reader = {.out = &protocol, .open = made_up, .notes = &notes};
    if (!protocol_build_start(&protocol, "protocol")) return;
    finish(&reader, protocol_reader_words(&reader, text, "protocol", 1, 1));
    glass_notes_clear(&notes);
}

static void as_tree(const char *text, size_t size)
{
    glass_tree tree = {0};
    glass_protocol protocol;
    protocol_reader reader = {.out = &protocol, .open = made_up};
    if (glass_tree_read("x.yaml", text, size, &tree)) return;
    if (protocol_build_start(&protocol, "x.yaml"))
        finish(&reader, protocol_tree_read(&reader, &tree, tree.root));
    glass_tree_clear(&tree);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    long balance = glass_memory_balance();
    char *text = malloc(size + 1);
    if (!text) return 0;
    if (size > 0) memcpy(text, data, size);
    text[size] = 0;
    as_words(text);
    as_tree(text, size);
    free(text);
    assert(glass_memory_balance() == balance);
    return 0;
}
