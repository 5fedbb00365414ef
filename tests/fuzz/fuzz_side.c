/* Any bytes as the little file beside raw voxels. */
#include "fuzz_volume.h"

static char folder[] = "/tmp/glasscell-fuzz-XXXXXX";

static void put(const char *name, const void *bytes, size_t n)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, n, file) != n || fclose(file)) abort();
}

static void leave(void)
{
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    if (system(command)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int is_ready;
    char path[64];
    if (!is_ready) {
        if (!mkdtemp(folder)) abort();
        atexit(leave);
        put("a.raw", "\0\1\2\3\4\5\6\7\0\1\2\3\4\5\6\7\0\1\2\3\4\5\6\7", 24);
        is_ready = 1;
    }
    put("a.json", data, size);
    snprintf(path, sizeof path, "%s/a.raw", folder);
    fuzz_open(path);
    return 0;
}
