#include "unit.h"
#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64];

static const char *in_folder(const char *name)
{
    static char path[8][512];
    static int turn;
    turn = (turn + 1) % 8;
    snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
    return path[turn];
}

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/glasscell-test-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int count_entries(void)
{
    DIR *open = opendir(folder);
    int count = 0;
    for (struct dirent *at; (at = readdir(open));)
        count += strcmp(at->d_name, ".") && strcmp(at->d_name, "..");
    closedir(open);
    return count;
}

static int remove_folder(void **state)
{
    (void)state;
    DIR *open = opendir(folder);
    for (struct dirent *at; (at = readdir(open));) unlink(in_folder(at->d_name));
    closedir(open);
    return rmdir(folder);
}

static void file_there_and_back(void **state)
{
    (void)state;
    char *back = NULL;
    size_t n = 0;
    assert_ok(glass_file_write(in_folder("a"), "one\0two", 7, 0));
    assert_ok(glass_file_read(in_folder("a"), 7, &back, &n));
    assert_int_equal(n, 7);
    assert_memory_equal(back, "one\0two", 8);
    glass_free(back);
    assert_ok(glass_file_write(in_folder("a"), "", 0, 1));
    assert_ok(glass_file_read(in_folder("a"), 0, &back, NULL));
    assert_string_equal(back, "");
    glass_free(back);
    assert_int_equal(count_entries(), 1);
}

static void file_refuses_existing(void **state)
{
    (void)state;
    assert_ok(glass_file_write(in_folder("a"), "old", 3, 0));
    assert_int_equal(glass_file_write(in_folder("a"), "new", 3, 0), GLASS_E_SYSTEM);
    assert_words("exists already; --force");
    assert_int_equal(glass_file_may_write(in_folder("a"), 0), GLASS_E_SYSTEM);
    assert_ok(glass_file_may_write(in_folder("a"), 1));
    /* another process was faster, between the question and the rename */
    char *temporary = NULL;
    assert_ok(glass_file_temporary(in_folder("a"), &temporary));
    assert_ok(glass_file_write(temporary, "new", 3, 0));
    assert_int_equal(glass_file_commit(temporary, in_folder("a"), 0), GLASS_E_SYSTEM);
    assert_words("exists already");
    glass_free(temporary);
    assert_int_equal(count_entries(), 1);
}

static void file_keeps_mode_and_link(void **state)
{
    (void)state;
    struct stat about;
    assert_ok(glass_file_write(in_folder("a"), "old", 3, 0));
    assert_int_equal(chmod(in_folder("a"), 0640), 0);
    assert_int_equal(symlink("a", in_folder("link")), 0);
    assert_ok(glass_file_write(in_folder("link"), "newer", 5, 1));
    assert_int_equal(lstat(in_folder("link"), &about), 0);
    assert_true(S_ISLNK(about.st_mode));
    assert_int_equal(stat(in_folder("a"), &about), 0);
    assert_int_equal(about.st_mode & 07777, 0640);
    assert_int_equal(about.st_size, 5);
}

static void file_bad_names(void **state)
{
    (void)state;
    char *back = NULL;
    assert_int_equal(glass_file_read(in_folder("none"), 0, &back, NULL), GLASS_E_SYSTEM);
    assert_words("cannot read: No such file");
    assert_int_equal(glass_file_read(folder, 0, &back, NULL), GLASS_E_SYSTEM);
    assert_words("this is a folder");
    assert_int_equal(glass_file_write(folder, "x", 1, 1), GLASS_E_SYSTEM);
    assert_words("this is a folder");
    assert_int_equal(glass_file_may_write("", 0), GLASS_E_INPUT);
    assert_int_equal(glass_file_write(in_folder("no/where"), "x", 1, 0), GLASS_E_SYSTEM);
    assert_words("there is no folder");
    assert_words("mkdir");
    assert_ok(glass_file_write(in_folder("a"), "12345", 5, 0));
    assert_int_equal(glass_file_write(in_folder("a/b"), "x", 1, 0), GLASS_E_SYSTEM);
    assert_int_equal(glass_file_read(in_folder("a"), 4, &back, NULL), GLASS_E_INPUT);
    assert_words("more than 4 bytes");
    assert_null(back);
}

static void file_devices(void **state)
{
    (void)state;
    assert_ok(glass_file_may_write("/dev/null", 0));
    assert_ok(glass_file_write("/dev/null", "x", 1, 0));
    assert_int_equal(glass_file_write("/dev/full", "x", 1, 0), GLASS_E_SYSTEM);
    assert_words("the disk is full");
    assert_true(glass_file_is_stream("/dev/full") && glass_file_is_stream("-"));
    assert_false(glass_file_is_stream(folder));
}

static void file_pipe(void **state)
{
    (void)state;
    const char *pipe = in_folder("pipe");
    assert_int_equal(mkfifo(pipe, 0600), 0);
    pid_t child = fork();
    if (child == 0) _exit(glass_file_write(pipe, "through", 7, 0) ? 1 : 0);
    char *back = NULL;
    assert_ok(glass_file_read(pipe, 0, &back, NULL));
    assert_string_equal(back, "through");
    glass_free(back);
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_int_equal(how, 0);
}

/* A limit on the size of files stands for the full disk: the write stops half-way. */
static void file_half_way(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        static char block[100000];
        struct rlimit limit = {65536, 65536};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        int refused = glass_file_write(in_folder("big"), block, sizeof block, 0);
        _exit(refused == GLASS_E_SYSTEM && strstr(glass_words(), "nothing was left") ? 0
                                                                                     : 1);
    }
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_int_equal(how, 0);
    assert_int_equal(count_entries(), 0);
}

/* As another user, for tests may run as root, who may do all. */
static void file_forbidden_folder(void **state)
{
    (void)state;
    assert_int_equal(chmod(folder, 0555), 0);
    pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0 && setuid(65534)) _exit(2);
        int refused = glass_file_write(in_folder("a"), "x", 1, 0);
        _exit(refused == GLASS_E_SYSTEM && strstr(glass_words(), "another folder") ? 0 : 1);
    }
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_int_equal(chmod(folder, 0755), 0);
    assert_int_equal(how, 0);
    assert_int_equal(count_entries(), 0);
}

/* Each request for memory fails once: words, nothing lost, nothing left behind. */
static void file_without_memory(void **state)
{
    (void)state;
    long before = glass_memory_balance();
    char *back = NULL;
    glass_status status = GLASS_E_MEMORY;
    for (int n = 1; status; n++) {
        glass_memory_fail_at(n);
        status = glass_file_write(in_folder("a"), "text", 4, 1);
        glass_memory_fail_at(0);
        assert_true(status == GLASS_OK || status == GLASS_E_MEMORY);
        assert_int_equal(count_entries(), status == GLASS_OK);
        assert_true(n < 20);
    }
    glass_memory_fail_at(1);
    assert_int_equal(glass_file_read(in_folder("a"), 0, &back, NULL), GLASS_E_MEMORY);
    glass_memory_fail_at(0);
    assert_null(back);
    assert_int_equal(glass_memory_balance(), before);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(file_there_and_back),
        IN_FOLDER(file_refuses_existing),
        IN_FOLDER(file_keeps_mode_and_link),
        IN_FOLDER(file_bad_names),
        IN_FOLDER(file_devices),
        IN_FOLDER(file_pipe),
        IN_FOLDER(file_half_way),
        IN_FOLDER(file_forbidden_folder),
        IN_FOLDER(file_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
