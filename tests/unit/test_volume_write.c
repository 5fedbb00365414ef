/* Volumes and fields written: read back here, and checked byte by byte where another program
 * is to read them; nothing is left of what fails. That tifffile, NumPy, h5py, xarray and VTK
 * see the same was compared by hand, once. */
#include "unit.h"
#include "glasscell/volume.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static const char *in_folder(const char *name)
{
    static char path[2][256];
    static int turn;
    turn = !turn;
    snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
    return path[turn];
}

static int files_in_folder(void)
{
    int n = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; (entry = readdir(dir));) n += entry->d_type == DT_REG;
    closedir(dir);
    return n;
}

enum { N = 3 * 4 * 5 };

/* 3 x 4 x 5 voxels with labels step*0, step*1, ... around `first`. */
static void make(int first, int step, glass_volume *volume)
{
    const size_t n[3] = {3, 4, 5};
    int labels[N];
    for (int i = 0; i < N; i++) labels[i] = first + step * (i * i % 7);
    assert_ok(glass_volume_make(n, labels, volume));
    volume->voxel[0] = 1e-6;
    volume->voxel[1] = 0.4e-6;
    volume->voxel[2] = 0.39e-6;
}

static void is_same(const glass_volume *a, const glass_volume *b)
{
    assert_memory_equal(a->n, b->n, sizeof a->n);
    assert_int_equal(a->n_labels, b->n_labels);
    assert_memory_equal(a->codes, b->codes, a->n[0] * a->n[1] * a->n[2]);
    for (int i = 0; i < a->n_labels; i++) {
        assert_int_equal(a->label[i], b->label[i]);
        assert_int_equal(a->count[i], b->count[i]);
    }
}

static const int some_labels[][2] = {{0, 85},     {-3, 1},        {0, 1000},    {-900, 300},
                                     {0, 100000}, {-70000, 9999}, {-5, 1000000}};

static void there_and_back(void **state)
{
    (void)state;
    static const char *const names[] = {"a.tif", "a.npy", "a.h5", "a.tiff"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        for (size_t i = 0; i < sizeof some_labels / sizeof *some_labels; i++) {
            glass_volume volume = {0}, back = {0};
            make(some_labels[i][0], some_labels[i][1], &volume);
            assert_ok(glass_volume_write(&volume, NULL, 0, in_folder(names[k]), 1));
            assert_ok(glass_volume_open(in_folder(names[k]), NULL, &back, NULL));
            is_same(&volume, &back);
            for (int axis = 0; axis < 3; axis++) {
                if (strcmp(names[k], "a.npy") == 0)
                    assert_true(isnan(back.voxel[axis])); /* it has no place for it */
                else /* TIFF keeps a fraction of 32 bits */
                    assert_near(back.voxel[axis], volume.voxel[axis], 1e-13);
            }
            glass_volume_clear(&volume);
            glass_volume_clear(&back);
        }
}

static void a_voxel_that_nobody_said_stays_unsaid(void **state)
{
    (void)state;
    static const char *const names[] = {"b.tif", "b.h5"};
    for (size_t k = 0; k < 2; k++) {
        glass_volume volume = {0}, back = {0};
        make(0, 1, &volume);
        for (int axis = 0; axis < 3; axis++) volume.voxel[axis] = NAN;
        assert_ok(glass_volume_write(&volume, NULL, 0, in_folder(names[k]), 1));
        assert_ok(glass_volume_open(in_folder(names[k]), NULL, &back, NULL));
        for (int axis = 0; axis < 3; axis++) assert_true(isnan(back.voxel[axis]));
        glass_volume_clear(&volume);
        glass_volume_clear(&back);
    }
}

static size_t bytes_of(const char *name, char *to, size_t room)
{
    FILE *file = fopen(in_folder(name), "rb");
    assert_non_null(file);
    size_t n = fread(to, 1, room, file);
    fclose(file);
    assert_true(n < room);
    to[n] = 0;
    return n;
}

static void vtk_image_data(void **state)
{
    (void)state;
    static char bytes[8192];
    float values[N];
    const glass_field fields[2] = {{"Potential / V", "V", values},
                                   {"a < b & \"c\"", "1", values}};
    glass_volume volume = {0};
    for (int i = 0; i < N; i++) values[i] = (float)i / 8;
    values[3] = NAN;
    make(0, 85, &volume);
    assert_ok(glass_volume_write(&volume, fields, 2, in_folder("a.vti"), 0));
    size_t n = bytes_of("a.vti", bytes, sizeof bytes);
    static const char *const parts[] = {
        "<VTKFile type=\"ImageData\" version=\"1.0\" byte_order=\"LittleEndian\" "
        "header_type=\"UInt64\">",
        "WholeExtent=\"0 5 0 4 0 3\" Origin=\"0 0 0\" Spacing=\"3.9e-07 4e-07 1e-06\"",
        "<Piece Extent=\"0 5 0 4 0 3\">",
        "<DataArray type=\"UInt16\" Name=\"labels\" format=\"appended\" offset=\"0\"/>",
        "<DataArray type=\"Float32\" Name=\"Potential / V\" format=\"appended\" "
        "offset=\"128\"/>",
        "Name=\"a &lt; b &amp; &quot;c&quot;\" format=\"appended\" offset=\"376\"/>",
        "Spacing in metres"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!strstr(bytes, parts[i])) fail_msg("no %s in %s", parts[i], bytes);
    char *data = strstr(bytes, "<AppendedData encoding=\"raw\">");
    assert_non_null(data);
    data = strchr(data, '_') + 1;
    uint64_t size;
    memcpy(&size, data, 8);
    assert_int_equal(size, 2 * N);
    uint16_t label;
    memcpy(&label, data + 8 + 2 * 3, 2);
    assert_int_equal(label, volume.label[volume.codes[3]]);
    memcpy(&size, data + 128, 8);
    assert_int_equal(size, 4 * N);
    assert_memory_equal(data + 136, values, sizeof values);
    assert_memory_equal(data + 376 + 8, values, sizeof values);
    assert_string_equal(bytes + n - 30, "\n  </AppendedData>\n</VTKFile>\n");
    glass_volume_clear(&volume);
}

static void fields_alone(void **state)
{
    (void)state;
    static char bytes[8192];
    float values[N];
    const glass_field field = {"Potential / V", "V", values};
    glass_volume volume = {0}, back = {0};
    for (int i = 0; i < N; i++) values[i] = (float)i / 8;
    make(0, 1, &volume);
    assert_ok(glass_volume_write(&volume, &field, 1, in_folder("f.npy"), 0));
    size_t n = bytes_of("f.npy", bytes, sizeof bytes);
    assert_int_equal(n, 128 + 4 * N); /* a header is of multiples of 64 bytes */
    assert_memory_equal(bytes,
                        "\x93NUMPY\1\0\x76\0{'descr': '<f4', 'fortran_order': False, "
                        "'shape': (3, 4, 5), }",
                        72);
    assert_memory_equal(bytes + 128, values, sizeof values);
    assert_ok(glass_volume_write(&volume, &field, 1, in_folder("f.tif"), 0));
    assert_int_equal(glass_volume_open(in_folder("f.tif"), NULL, &back, NULL),
                     GLASS_E_INPUT);
    assert_words("floating-point values");
    assert_ok(glass_volume_write(&volume, &field, 1, in_folder("f.h5"), 0));
    assert_ok(glass_volume_open(in_folder("f.h5"), NULL, &back, NULL)); /* the labels */
    is_same(&volume, &back);
    glass_volume_clear(&back);
    glass_volume_clear(&volume);
}

static void what_is_not_written(void **state)
{
    (void)state;
    float values[N] = {0};
    const glass_field fields[2] = {{"A / V", "V", values}, {"B / V", "V", values}};
    glass_volume volume = {0};
    char bytes[64];
    make(0, 1, &volume);
    int before = files_in_folder();
    assert_int_equal(glass_volume_write(&volume, NULL, 0, in_folder("a.stl"), 0),
                     GLASS_E_INPUT);
    assert_words(".vti (ParaView), .h5, .npy or .tif");
    assert_int_equal(glass_volume_write(&volume, NULL, 0, "-", 0), GLASS_E_INPUT);
    assert_int_equal(glass_volume_write(&volume, fields, 2, in_folder("a.npy"), 1),
                     GLASS_E_INPUT);
    assert_words("labels or one field, not 2");
    assert_int_equal(glass_volume_write(&volume, NULL, 0, in_folder("no/a.npy"), 0),
                     GLASS_E_SYSTEM);
    assert_int_equal(files_in_folder(), before);
    FILE *file = fopen(in_folder("there.vti"), "w");
    fputs("keep me", file);
    fclose(file);
    assert_true(glass_volume_write(&volume, NULL, 0, in_folder("there.vti"), 0) != 0);
    assert_words("exists already");
    assert_int_equal(bytes_of("there.vti", bytes, sizeof bytes), 7);
    glass_volume_clear(&volume);
}

/* A full disk, as far as a test can have one: files may not grow. */
static void a_full_disk_leaves_nothing(void **state)
{
    (void)state;
    static const char *const names[] = {"full.vti", "full.h5", "full.npy", "full.tif"};
    static float values[64 * 64 * 64];
    static int labels[64 * 64 * 64];
    const size_t n[3] = {64, 64, 64};
    const glass_field field = {"Potential / V", "V", values};
    glass_volume volume = {0};
    struct rlimit before, small;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        labels[i] = (int)(i * 7919 % 251);
        values[i] = (float)((i * 7919 + i / 64) % 65537);
    }
    assert_ok(glass_volume_make(n, labels, &volume));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    int files = files_in_folder();
    for (size_t k = 0; k < 4; k++)
        for (rlim_t room = 0; room < 400000; room = 20 * room + 5) {
            small = before;
            small.rlim_cur = room;
            assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
            glass_status status =
                glass_volume_write(&volume, &field, 1, in_folder(names[k]), 0);
            assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
            if (status != GLASS_E_SYSTEM)
                fail_msg("%s with %d bytes: status %d, %s", names[k], (int)room,
                         (int)status, glass_words());
            assert_words("larger than allowed here");
            assert_int_equal(files_in_folder(), files);
        }
    glass_volume_clear(&volume);
}

static void without_memory_nothing_is_lost(void **state)
{
    (void)state;
    static const char *const names[] = {"m.vti", "m.h5", "m.npy", "m.tif"};
    float values[N] = {0};
    const glass_field field = {"Potential / V", "V", values};
    glass_volume volume = {0};
    make(0, 1, &volume);
    for (size_t k = 0; k < 4; k++)
        for (int at = 1, done = 0; !done; at++) {
            int files = files_in_folder();
            long balance = glass_memory_balance();
            glass_memory_fail_at(at);
            glass_status status =
                glass_volume_write(&volume, &field, 1, in_folder(names[k]), 0);
            glass_memory_fail_at(0);
            done = status == GLASS_OK;
            assert_int_equal(files_in_folder(), files + done);
            assert_int_equal(glass_memory_balance(), balance);
            assert_true(at < 100);
        }
    glass_volume_clear(&volume);
}

static int begin(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/glasscell-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(a_voxel_that_nobody_said_stays_unsaid),
        cmocka_unit_test(vtk_image_data),
        cmocka_unit_test(fields_alone),
        cmocka_unit_test(what_is_not_written),
        cmocka_unit_test(a_full_disk_leaves_nothing),
        cmocka_unit_test(without_memory_nothing_is_lost),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
