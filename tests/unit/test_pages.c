/* Pages of volumes and of wiring maps: files of the right kind, the same every time, whatever
 * the shape of the block; colours where they belong; nothing half-written. */
#include "unit.h"
#include "base/file.h"
#include "base/random.h"
#include "glasscell/plot.h"
#include "plot/blocks.h"

#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/glass_pages_XXXXXX";

/* fontconfig keeps its patterns to the end of the process. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\n";
}

static const char *place(const char *file)
{
    static char path[4][256];
    static int next;
    char *at = path[next++ % 4];
    snprintf(at, 256, "%s/%s", folder, file);
    return at;
}

enum { MOST = 4096 };
static unsigned char codes[MOST], states[MOST];
static float fields[4][MOST];
static short of[GLASS_LABELS];
static char name[] = "noise";
static const char *const names[] = {"pore & <b>^{}", "NMC", "CBD"};

/* Noise of three labels, and fields with gaps. */
static glass_plot_map block_of(glass_volume *volume, size_t n0, size_t n1, size_t n2)
{
    glass_random random = glass_random_start(1, 0);
    *volume = (glass_volume){.n = {n0, n1, n2},
                             .voxel = {0.5e-6, 0.25e-6, 0.25e-6},
                             .codes = codes,
                             .n_labels = 4,
                             .name = name};
    for (size_t i = 0; i < n0 * n1 * n2; i++) {
        codes[i] = (unsigned char)glass_random_below(&random, 4);
        states[i] = (unsigned char)glass_random_below(&random, GLASS_PLOT_STATES);
        for (int k = 0; k < 4; k++)
            fields[k][i] = codes[i] ? (float)glass_random_unit(&random) : NAN;
        if (i % 7 == 0) fields[2][i] = INFINITY;
    }
    for (int i = 0; i < GLASS_LABELS; i++) of[i] = (short)(i < 3 ? i : -1);
    return (glass_plot_map){.block = {volume, names, 3, of, 1, NULL},
                            .ends = {"separator", NULL},
                            .drops = {fields[0], fields[1]},
                            .unit = "V",
                            .times = {fields[2], fields[3]},
                            .state = states,
                            .time_s = 0.5};
}

static const char *const heads[] = {"phase", "fraction", "area / µm⁻¹"};
static const char *const cells[] = {"pore", "0.25", "1.2", "NMC", "0.25", "—"};
static const glass_plot_table table = {heads, cells, 3, 2};

static void assert_begins(const char *file, const char *magic)
{
    char *bytes;
    size_t size;
    assert_ok(glass_file_read(place(file), 1 << 26, &bytes, &size));
    assert_true(size > 1000);
    assert_memory_equal(bytes, magic, strlen(magic));
    glass_free(bytes);
}

static void test_shapes(void **state)
{
    (void)state;
    static const size_t shapes[][3] = {{16, 16, 16}, {1, 40, 30}, {40, 1, 30}, {40, 30, 1},
                                       {1, 1, 100},  {1, 1, 1},   {2, 3, 500}, {300, 3, 2}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        glass_volume volume;
        glass_plot_map map = block_of(&volume, shapes[i][0], shapes[i][1], shapes[i][2]);
        assert_ok(glass_plot_volume(&map.block, i % 2 ? &table : NULL, NULL,
                                    place("volume.pdf"), 1));
        assert_begins("volume.pdf", "%PDF");
        for (map.axis = 0; map.axis < 3; map.axis++)
            assert_ok(glass_plot_wiring(&map, &table, NULL, place("map.svg"), 1));
        assert_begins("map.svg", "<?xml");
    }
}

static void test_same_bytes(void **state)
{
    (void)state;
    glass_volume volume;
    glass_plot_map map = block_of(&volume, 12, 14, 16);
    glass_plot_options options = {.width_mm = 150, .dpi = 60, .title = "T"};
    char *a, *b;
    size_t n, m;
    for (int i = 0; i < 2; i++) {
        assert_ok(glass_plot_volume(&map.block, &table, &options, place("a.png"), 1));
        assert_ok(glass_file_read(place("a.png"), 1 << 26, &a, &n));
        assert_ok(glass_plot_wiring(&map, &table, &options, place("b.png"), 1));
        assert_ok(glass_plot_volume(&map.block, &table, &options, place("a.png"), 1));
        assert_ok(glass_file_read(place("a.png"), 1 << 26, &b, &m));
        assert_int_equal(n, m);
        assert_memory_equal(a, b, n);
        glass_free(a);
        glass_free(b);
    }
}

/* Nothing stores, nothing starves, no time, all cut off: still a page. */
static void test_empty(void **state)
{
    (void)state;
    glass_volume volume;
    glass_plot_map map = block_of(&volume, 8, 8, 8);
    for (size_t i = 0; i < 512; i++) {
        states[i] = GLASS_PLOT_OUTSIDE;
        for (int k = 0; k < 4; k++) fields[k][i] = NAN;
    }
    assert_ok(glass_plot_wiring(&map, NULL, NULL, place("map.svg"), 1));
    memset(states, GLASS_PLOT_CUT, 512);
    map.block.n_phases = 0;
    map.time_s = 1e9;
    assert_ok(glass_plot_wiring(&map, NULL, NULL, place("map.svg"), 1));
    for (int i = 0; i < GLASS_LABELS; i++) of[i] = -1;
    assert_ok(glass_plot_volume(&map.block, NULL, NULL, place("volume.svg"), 1));
}

static void test_refused(void **state)
{
    (void)state;
    glass_volume volume;
    glass_plot_map map = block_of(&volume, 8, 8, 8);
    assert_int_equal(glass_plot_volume(&map.block, NULL, NULL, place("x.gif"), 0),
                     GLASS_E_INPUT);
    assert_words(".svg, .pdf or .png");
    assert_int_equal(glass_plot_volume(&map.block, NULL,
                                       &(glass_plot_options){.width_mm = 10},
                                       place("x.svg"), 0),
                     GLASS_E_INPUT);
    assert_int_equal(glass_plot_volume(&map.block, NULL,
                                       &(glass_plot_options){.width_mm = 85},
                                       place("x.svg"), 0),
                     GLASS_E_INPUT);
    assert_words("needs 150 mm");
    volume.voxel[2] = NAN;
    assert_int_equal(glass_plot_volume(&map.block, NULL, NULL, place("x.svg"), 0),
                     GLASS_E_INPUT);
    assert_words("not known");
    assert_int_equal(access(place("x.svg"), F_OK), -1);
}

/* Where the rays of one pixel go: a block of one kind but for its top layer. */
static void test_colours(void **state)
{
    (void)state;
    glass_drawing drawing = {.n_shapes = 0};
    glass_type type = {NULL, NULL};
    const char *const words[3] = {NULL, NULL, NULL};
    glass_scene scene = {.n = {8, 8, 8}, .size = {1, 1, 1}, .kind = codes, .is_cut = 0};
    memset(codes, 1, 512);
    memset(codes, 2, 64);
    scene.colour[1] = glass_colour_hex(0xff0000);
    scene.colour[2] = glass_colour_hex(0x00ff00);
    scene.opacity[1] = scene.opacity[2] = 1;
    glass_box box = {0, 0, 200, 200};
    glass_scene_draw(&drawing, &type, &scene, box, words);
    assert_true(drawing.n_shapes > 0 && drawing.shapes[0].kind == GLASS_SHAPE_IMAGE);
    const glass_shape *image = &drawing.shapes[0];
    glass_scene_view view =
        glass_scene_fit(scene.size, (glass_box){11, 0, 200 - 22, 200 - 12});
    static const struct {
        double at[3];
        unsigned colour;
    } cases[] = {{{0, 0.5, 0.5}, 0x00ff00},
                 {{0.03, 0.5, 1}, 0x00c200},
                 {{0.5, 0.5, 1}, 0xc20000},
                 {{0.5, 1, 0.5}, 0xe60000},
                 {{0.99, 0.99, 1}, 0xc20000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        glass_point at = glass_scene_point(&view, cases[i].at);
        int column = (int)((at.x - 11) / (200 - 22) * image->columns);
        int row = (int)(at.y / (200 - 12) * image->rows);
        unsigned pixel =
            drawing.pixels[image->data + (size_t)(row * image->columns + column)];
        assert_int_equal(pixel & 0xffffff, cases[i].colour);
    }
    assert_int_equal(drawing.pixels[image->data] & 0xffffff, 0xffffff); /* beside it */
    glass_drawing_clear(&drawing);
}

static void test_memory(void **state)
{
    (void)state;
    glass_volume volume;
    glass_plot_map map = block_of(&volume, 8, 6, 5);
    glass_plot_options options = {.width_mm = 150, .dpi = 20};
    long before = glass_memory_balance();
    for (int is_map = 0; is_map < 2; is_map++)
        for (long n = 1, is_done = 0; !is_done; n += 1 + n / 20) {
            glass_memory_fail_at(n);
            glass_status status =
                is_map ? glass_plot_wiring(&map, &table, &options, place("m.png"), 0)
                       : glass_plot_volume(&map.block, &table, &options, place("m.png"), 0);
            glass_memory_fail_at(0);
            is_done = !status;
            if (status) assert_int_equal(status, GLASS_E_MEMORY);
            assert_int_equal(access(place("m.png"), F_OK), is_done ? 0 : -1);
            assert_int_equal(glass_memory_balance(), before);
            if (is_done) unlink(place("m.png"));
        }
}

static int setup(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    static const char *const all[] = {"volume.pdf", "map.svg", "a.png", "b.png",
                                      "volume.svg"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) unlink(place(all[i]));
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes),  cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_empty),   cmocka_unit_test(test_refused),
        cmocka_unit_test(test_colours), cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
