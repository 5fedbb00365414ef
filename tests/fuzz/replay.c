/* Feeds files to a fuzz target without libFuzzer, so that every compiler replays the
 * corpus.
 *
 * Usage: fuzz_NAME FILE-OR-FOLDER... Each file is also given cut off at three places, as
 * truncated files are what users have. Fails when there is no file at all: a check that
 * cannot fail is a defect. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { REPLAY_PATH = 4096 };

/* A copy of exactly `size` bytes, so that a sanitizer sees a read past the end. */
static int replay_bytes(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);
    if (!copy) return 0;
    memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
    return 1;
}

static int replay_file(const char *path, size_t size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(size + 1);
    int done = file && data && fread(data, 1, size, file) == size;
    if (file) fclose(file);
    const size_t cut[] = {size, size / 2, size > 0 ? size - 1 : 0, size / 7};
    for (size_t k = 0; done && k < sizeof cut / sizeof *cut; k++)
        done = replay_bytes(data, cut[k]);
    free(data);
    if (!done) fprintf(stderr, "cannot replay %s\n", path);
    return done;
}

/* Counts the files replayed under `path`, or -1. */
static int replay(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        fprintf(stderr, "no such file or folder: %s\n", path);
        return -1;
    }
    if (!S_ISDIR(status.st_mode)) return replay_file(path, (size_t)status.st_size) ? 1 : -1;

    DIR *folder = opendir(path);
    if (!folder) return -1;
    int count = 0;
    for (struct dirent *entry; count >= 0 && (entry = readdir(folder));) {
        if (entry->d_name[0] == '.') continue;
        char inner[REPLAY_PATH];
        if (snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name) >= REPLAY_PATH)
            continue;
        const int n = replay(inner);
        count = n < 0 ? -1 : count + n;
    }
    closedir(folder);
    return count;
}

int main(int argc, char **argv)
{
    int count = 0;
    for (int k = 1; k < argc; k++) {
        const int n = replay(argv[k]);
        if (n < 0) return 1;
        count += n;
    }
    if (count > 0) return 0;
    fprintf(stderr, "nothing to replay\n");
    return 1;
}
