/* TIFF stacks, byte by byte: every layout that is read, and all that is refused, in words. */
#include "unit.h"
#include "glasscell/volume.h"
#include "tiff_maker.h"

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

/* 20 x 21 pixels whose labels are 0, 1 or 2, different on every page. */
enum { ROWS = 20, COLUMNS = 21, PIXELS = ROWS * COLUMNS };

static int label_at(size_t page, size_t row, size_t column)
{
    return (int)((page * 5 + row * row + 3 * column) % 7 % 3);
}

static void fill(size_t page, size_t size, int is_big_endian, int factor, unsigned char *to)
{
    memset(to, 0, PIXELS * size);
    for (size_t i = 0; i < PIXELS; i++) {
        long value = label_at(page, i / COLUMNS, i % COLUMNS) * factor;
        for (size_t b = 0; b < size; b++)
            to[i * size + (is_big_endian ? size - 1 - b : b)] =
                (unsigned char)(value >> 8 * b);
    }
}

static void opens(const char *path, const glass_volume_hints *hints, size_t pages,
                  glass_volume *volume)
{
    *volume = (glass_volume){0};
    assert_ok(glass_volume_open(path, hints, volume, NULL));
    assert_int_equal(volume->n[0], pages);
    assert_int_equal(volume->n[1], ROWS);
    assert_int_equal(volume->n[2], COLUMNS);
}

static void is_as_filled(const char *path, size_t pages, int factor)
{
    glass_volume volume;
    opens(path, NULL, pages, &volume);
    assert_int_equal(volume.n_labels, 3);
    for (size_t i = 0; i < pages * PIXELS; i++)
        assert_int_equal(volume.label[volume.codes[i]],
                         factor * label_at(i / PIXELS, i % PIXELS / COLUMNS, i % COLUMNS));
    glass_volume_clear(&volume);
}

static void refuses(const char *path, const char *words)
{
    glass_volume volume = {0};
    long balance = glass_memory_balance();
    assert_int_equal(glass_volume_open(path, NULL, &volume, NULL), GLASS_E_INPUT);
    assert_words(words);
    assert_null(volume.codes);
    assert_int_equal(glass_memory_balance(), balance);
}

/* ---- what is read ---- */

static void every_width_order_and_layout(void **state)
{
    (void)state;
    static unsigned char pixels[3][PIXELS * 8];
    const struct {
        size_t strip, tile;
    } layouts[] = {{0, 0}, {1, 0}, {7, 0}, {0, 16}};
    for (int bits = 8; bits <= 64; bits *= 2)
        for (int format = 0; format <= 2; format++)
            for (int order = 0; order < 4; order++)
                for (size_t layout = 0; layout < 4; layout++) {
                    tiff_kind kind = {order & 1, order >> 1};
                    int factor = format == 2 ? -40 : bits > 8 ? 13000 : 85;
                    if (format == 2 && bits > 8) factor = -13000;
                    tiff_page page[3];
                    for (size_t k = 0; k < 3; k++) {
                        fill(k, (size_t)bits / 8, kind.is_big_endian, factor, pixels[k]);
                        page[k] = (tiff_page){.rows = ROWS,
                                              .columns = COLUMNS,
                                              .bits = bits,
                                              .format = format,
                                              .photometric = 1,
                                              .strip = layouts[layout].strip,
                                              .tile = layouts[layout].tile,
                                              .pixels = pixels[k]};
                    }
                    tiff_make(in_folder("a.tif"), kind, page, 3);
                    is_as_filled(in_folder("a.tif"), 3, factor);
                }
}

static void bits_within_bytes(void **state)
{
    (void)state;
    for (int bits = 1; bits <= 4; bits *= 2)
        for (int photometric = 0; photometric <= 3; photometric++) {
            if (photometric == 2) continue;
            unsigned char packed[ROWS * ((COLUMNS * 4 + 7) / 8)] = {0};
            size_t row_bytes = ((size_t)COLUMNS * (size_t)bits + 7) / 8;
            int most = (1 << bits) - 1;
            for (size_t i = 0; i < PIXELS; i++) {
                int value = label_at(0, i / COLUMNS, i % COLUMNS) & most;
                size_t bit = i % COLUMNS * (size_t)bits;
                packed[i / COLUMNS * row_bytes + bit / 8] |=
                    (unsigned char)(value << (8 - bits - (int)(bit % 8)));
            }
            tiff_page page = {.rows = ROWS,
                              .columns = COLUMNS,
                              .bits = bits,
                              .photometric = photometric == 3 ? -1 : photometric,
                              .strip = 3,
                              .pixels = packed};
            glass_volume volume;
            tiff_make(in_folder("bits.tif"), (tiff_kind){0}, &page, 1);
            opens(in_folder("bits.tif"), NULL, 1, &volume);
            int is_turned = bits == 1 && photometric == 0; /* white is 1 */
            for (size_t i = 0; i < PIXELS; i++)
                assert_int_equal(volume.label[volume.codes[i]],
                                 (label_at(0, i / COLUMNS, i % COLUMNS) & most) ^
                                     is_turned);
            glass_volume_clear(&volume);
        }
}

static void a_part_is_read_alone(void **state)
{
    (void)state;
    static unsigned char pixels[4][PIXELS * 2];
    tiff_page page[4];
    for (size_t layout = 0; layout < 3; layout++) {
        for (size_t k = 0; k < 4; k++) {
            fill(k, 2, 1, 300, pixels[k]);
            page[k] = (tiff_page){.rows = ROWS,
                                  .columns = COLUMNS,
                                  .bits = 16,
                                  .photometric = 1,
                                  .strip = layout ? 6 : 0,
                                  .tile = layout == 2 ? 16 : 0,
                                  .pixels = pixels[k]};
        }
        tiff_make(in_folder("crop.tif"), (tiff_kind){1, 0}, page, 4);
        glass_volume volume = {0};
        const glass_volume_hints hints = {.crop = "1:3, 5:19 ,15:18"};
        assert_ok(glass_volume_open(in_folder("crop.tif"), &hints, &volume, NULL));
        assert_int_equal(volume.n[0] * 10000 + volume.n[1] * 100 + volume.n[2], 21403);
        for (size_t i = 0; i < 2 * 14 * 3; i++)
            assert_int_equal(volume.label[volume.codes[i]],
                             300 * label_at(1 + i / 42, 5 + i % 42 / 3, 15 + i % 3));
        glass_volume_clear(&volume);
    }
}

static void greys_in_three_colours_are_greys(void **state)
{
    (void)state;
    static unsigned char grey[PIXELS], colour[4 * PIXELS];
    fill(0, 1, 0, 85, grey);
    for (int is_planar = 0; is_planar < 2; is_planar++)
        for (size_t tile = 0; tile <= 16; tile += 16)
            for (int samples = 3; samples <= 4; samples++) {
                for (size_t i = 0; i < PIXELS; i++)
                    for (size_t s = 0; s < (size_t)samples; s++)
                        colour[is_planar ? s * PIXELS + i : i * (size_t)samples + s] =
                            s < 3 ? grey[i] : 255;
                tiff_page page = {.rows = ROWS,
                                  .columns = COLUMNS,
                                  .samples = samples,
                                  .photometric = 2,
                                  .is_planar = is_planar,
                                  .tile = tile,
                                  .strip = 9,
                                  .pixels = colour};
                tiff_make(in_folder("rgb.tif"), (tiff_kind){0}, &page, 1);
                is_as_filled(in_folder("rgb.tif"), 1, 85);
                /* one pixel of another green */
                colour[is_planar ? PIXELS + 100 : 100 * (size_t)samples + 1] ^= 1;
                tiff_make(in_folder("rgb.tif"), (tiff_kind){0}, &page, 1);
                refuses(in_folder("rgb.tif"), "page 1 is a colour image");
            }
}

static void thumbnails_are_no_pages(void **state)
{
    (void)state;
    static unsigned char pixels[2][PIXELS];
    fill(0, 1, 0, 1, pixels[0]);
    fill(1, 1, 0, 1, pixels[1]);
    const tiff_page page[3] = {{ROWS, COLUMNS, .photometric = 1, .pixels = pixels[0]},
                               {4, 4, .photometric = 1, .subfile = 1, .pixels = pixels[0]},
                               {ROWS, COLUMNS, .photometric = 1, .pixels = pixels[1]}};
    tiff_make(in_folder("thumb.tif"), (tiff_kind){0}, page, 3);
    is_as_filled(in_folder("thumb.tif"), 2, 1);
}

/* ---- what descriptions say ---- */

static void says_voxel(const char *description, int unit, unsigned resolution,
                       const double expected[3])
{
    static unsigned char pixels[PIXELS];
    fill(0, 1, 0, 1, pixels);
    tiff_page page[2] = {{ROWS, COLUMNS, .photometric = 1, .pixels = pixels}};
    page[0].description = description;
    page[0].resolution_unit = unit;
    page[0].resolution[0] = page[0].resolution[1] = resolution;
    page[1] = page[0];
    page[1].description = NULL;
    tiff_make(in_folder("says.tif"), (tiff_kind){0}, page, 2);
    glass_volume volume;
    opens(in_folder("says.tif"), NULL, 2, &volume);
    for (int k = 0; k < 3; k++)
        if (isnan(expected[k]) ? !isnan(volume.voxel[k])
                               : !(fabs(volume.voxel[k] / expected[k] - 1) < 1e-6))
            fail_msg("%s: axis %d is %g, expected %g", description ? description : "none",
                     k, volume.voxel[k], expected[k]);
    glass_volume_clear(&volume);
}

static void the_voxel_is_found(void **state)
{
    (void)state;
    const double none[3] = {NAN, NAN, NAN};
    says_voxel(NULL, 0, 0, none);
    says_voxel(NULL, 2, 300, none); /* a printer's */
    says_voxel(NULL, 3, 100, none); /* 0.1 mm: a scanner's */
    says_voxel(NULL, 1, 4, none);   /* of no unit */
    says_voxel(NULL, 3, 40000, (const double[3]){NAN, 2.5e-7, 2.5e-7});
    says_voxel(NULL, 2, 25400, (const double[3]){NAN, 1e-6, 1e-6});
    says_voxel("ImageJ=1.53t\nimages=2\nslices=2\nunit=micron\nspacing=0.75\nloop=false\n",
               1, 4, (const double[3]){7.5e-7, 2.5e-7, 2.5e-7});
    says_voxel("ImageJ=1.53t\nimages=2\nslices=2\nunit=\\u00B5m\nspacing=0.25\n", 1, 4,
               (const double[3]){2.5e-7, 2.5e-7, 2.5e-7});
    says_voxel("ImageJ=1.53t\nimages=2\nunit=nm\n", 1, 2,
               (const double[3]){NAN, 5e-10, 5e-10});
    says_voxel("ImageJ=1.53t\nimages=2\nunit=pixel\nspacing=1\n", 1, 1, none);
    says_voxel("ImageJ=1.53t\nimages=2\nspacing=3.0\n", 1, 4, none);
    says_voxel("ImageJ=1.53t\nunit=um\nspacing=-1\n", 1, 4,
               (const double[3]){NAN, 2.5e-7, 2.5e-7});
    says_voxel(
        "<?xml?><OME><Image><Pixels SizeX='21' SizeY='20' SizeZ='2' SizeC='1' "
        "SizeT='1' PhysicalSizeX='0.5' PhysicalSizeY=\"250\" "
        "PhysicalSizeYUnit=\"nm\" PhysicalSizeZ='1.5' PhysicalSizeZUnit='\xc2\xb5m'/>",
        0, 0, (const double[3]){1.5e-6, 2.5e-7, 5e-7});
    says_voxel("<OME><Pixels PhysicalSizeX='0.5' PhysicalSizeXUnit='pixel'/>", 0, 0, none);
    says_voxel("<OME><Pixels PhysicalSizeX='1e999'/>", 0, 0, none);
}

static void the_words_of_the_user_go_first(void **state)
{
    (void)state;
    static unsigned char pixels[PIXELS];
    fill(0, 1, 0, 1, pixels);
    const tiff_page page = {ROWS,
                            COLUMNS,
                            .photometric = 1,
                            .pixels = pixels,
                            .resolution_unit = 1,
                            .resolution = {4, 4},
                            .description = "ImageJ=1\nunit=um\nspacing=0.25\n"};
    const glass_volume_hints hints = {.voxel = "1,2,3 um"};
    glass_volume volume = {0};
    glass_notes notes = {0};
    tiff_make(in_folder("beside.tif"), (tiff_kind){0}, &page, 1);
    FILE *side = fopen(in_folder("beside.json"), "w");
    fputs("{\"voxel\": [400, 400, \"500 nm\"], \"source\": \"x\"}", side);
    fclose(side);
    opens(in_folder("beside.tif"), NULL, 1, &volume);
    assert_near(volume.voxel[0], 4e-7, 1e-20);
    assert_near(volume.voxel[2], 5e-7, 1e-20);
    glass_volume_clear(&volume);
    assert_ok(glass_volume_open(in_folder("beside.tif"), &hints, &volume, &notes));
    for (int k = 0; k < 3; k++) assert_near(volume.voxel[k], (k + 1) * 1e-6, 1e-20);
    assert_int_equal(notes.count, 1); /* the file says otherwise */
    glass_volume_clear(&volume);
    glass_notes_clear(&notes);
    side = fopen(in_folder("beside.json"), "w");
    fputs("{\"voxel\": \"0.4\"}", side);
    fclose(side);
    refuses(in_folder("beside.tif"), "beside.json:1:11");
    unlink(in_folder("beside.json"));
}

/* One page whose others lie behind it: ImageJ beyond 4 GB. */
static void pages_behind_one_page(void **state)
{
    (void)state;
    static unsigned char pixels[3 * PIXELS * 2];
    for (size_t k = 0; k < 3; k++) fill(k, 2, 1, 300, pixels + k * PIXELS * 2);
    tiff_page page = {ROWS,
                      COLUMNS,
                      .bits = 16,
                      .photometric = 1,
                      .pixels = pixels,
                      .extra = 2 * PIXELS * 2,
                      .description = "ImageJ=1.53t\nimages=3\nslices=3\n"};
    tiff_make(in_folder("behind.tif"), (tiff_kind){1, 0}, &page, 1);
    is_as_filled(in_folder("behind.tif"), 3, 300);
    page.description = "ImageJ=1.53t\nimages=300\nslices=300\n";
    tiff_make(in_folder("behind.tif"), (tiff_kind){1, 0}, &page, 1);
    refuses(in_folder("behind.tif"), "300 x 20 x 21 voxels");
    page.strip = 4;
    tiff_make(in_folder("behind.tif"), (tiff_kind){1, 0}, &page, 1);
    refuses(in_folder("behind.tif"), "says that it has 300 pages, and has one");
    page.description = "ImageJ=1.53t\nimages=6\nslices=3\nchannels=2\n";
    tiff_make(in_folder("behind.tif"), (tiff_kind){1, 0}, &page, 1);
    refuses(in_folder("behind.tif"), "2 channels");
    page.description = "<OME><Pixels SizeZ='6' SizeC='1' SizeT='1'/></OME>";
    tiff_make(in_folder("behind.tif"), (tiff_kind){1, 0}, &page, 1);
    refuses(in_folder("behind.tif"), "its pages lie in other files");
}

/* ---- what is refused ---- */

static void what_is_no_labels(void **state)
{
    (void)state;
    static unsigned char pixels[PIXELS * 8];
    const struct {
        tiff_page page;
        const char *words;
    } bad[] = {
        {{.bits = 32, .format = 3}, "floating-point values"},
        {{.bits = 64, .format = 3}, "floating-point values"},
        {{.bits = 32, .format = 5}, "no whole numbers"},
        {{.bits = 12}, "values of 12 bits"},
        {{.samples = 5}, "5 channels"},
        {{.samples = 4, .photometric = 5}, "colour image"},
        {{.compression = 7}, "JPEG"},
        {{.compression = 34712}, "JPEG 2000"},
        {{.compression = 1234}, "compressed by"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        tiff_page page = bad[i].page;
        page.rows = ROWS;
        page.columns = COLUMNS;
        page.pixels = pixels;
        if (!page.photometric) page.photometric = 1;
        tiff_make(in_folder("bad.tif"), (tiff_kind){0}, &page, 1);
        refuses(in_folder("bad.tif"), bad[i].words);
    }
}

static void pages_that_do_not_fit_together(void **state)
{
    (void)state;
    static unsigned char pixels[PIXELS * 2];
    tiff_page page[2] = {{ROWS, COLUMNS, .photometric = 1, .pixels = pixels},
                         {ROWS - 1, COLUMNS, .photometric = 1, .pixels = pixels}};
    tiff_make(in_folder("fit.tif"), (tiff_kind){0}, page, 2);
    refuses(in_folder("fit.tif"),
            "page 2 is 21 x 19 pixels (columns x rows), page 1 is 21 x "
            "20");
    page[1].rows = ROWS;
    page[1].bits = 16;
    tiff_make(in_folder("fit.tif"), (tiff_kind){0}, page, 2);
    refuses(in_folder("fit.tif"), "page 2 has values of 16 bits");
}

static void greys_are_no_labels(void **state)
{
    (void)state;
    static unsigned char pixels[PIXELS * 2];
    for (size_t i = 0; i < PIXELS; i++) {
        pixels[2 * i] = (unsigned char)i;
        pixels[2 * i + 1] = (unsigned char)(i >> 8);
    }
    const tiff_page page = {ROWS, COLUMNS, .bits = 16, .photometric = 1, .pixels = pixels};
    tiff_make(in_folder("grey.tif"), (tiff_kind){0}, &page, 1);
    refuses(in_folder("grey.tif"), "420 different values up to page 1");
    refuses(in_folder("grey.tif"), "segment it first");
}

/* Cut off anywhere, a file is refused or, where only what is not needed is missing, read. */
static void cut_anywhere(void **state)
{
    (void)state;
    static unsigned char pixels[PIXELS], bytes[8192];
    fill(0, 1, 0, 1, pixels);
    const tiff_page page[2] = {
        {ROWS, COLUMNS, .photometric = 1, .strip = 7, .pixels = pixels},
        {ROWS, COLUMNS, .photometric = 1, .tile = 16, .pixels = pixels}};
    size_t n = tiff_make(in_folder("cut.tif"), (tiff_kind){0}, page, 2);
    assert_true(n < sizeof bytes);
    FILE *file = fopen(in_folder("cut.tif"), "rb");
    assert_int_equal(fread(bytes, 1, n, file), n);
    fclose(file);
    for (size_t cut = 1; cut < n; cut += 3) {
        file = fopen(in_folder("cut.tif"), "wb");
        fwrite(bytes, 1, cut, file);
        fclose(file);
        glass_volume volume = {0};
        long balance = glass_memory_balance();
        glass_status status = glass_volume_open(in_folder("cut.tif"), NULL, &volume, NULL);
        assert_int_equal(status, GLASS_E_INPUT);
        assert_true(strlen(glass_words()) > 20);
        assert_int_equal(glass_memory_balance(), balance);
    }
}

static void memory_is_known_before(void **state)
{
    (void)state;
    static unsigned char pixels[PIXELS * 2];
    const tiff_page page = {ROWS, COLUMNS, .bits = 16, .photometric = 1, .pixels = pixels};
    const glass_volume_hints little = {.limit = 1000};
    const glass_volume_hints part = {.limit = 2000, .crop = ",0:2,"};
    glass_volume volume = {0};
    tiff_make(in_folder("large.tif"), (tiff_kind){0}, &page, 1);
    assert_int_equal(glass_volume_open(in_folder("large.tif"), &little, &volume, NULL),
                     GLASS_E_MEMORY);
    /* codes, a page of 16 bits, and a strip of it */
    assert_words("2100 bytes");
    assert_int_equal(glass_volume_open(in_folder("large.tif"), &part, &volume, NULL),
                     GLASS_OK);
    glass_volume_clear(&volume);
    /* a page that says it is huge */
    const tiff_page huge = {.rows = 1, .columns = 1, .photometric = 1, .pixels = pixels};
    size_t n = tiff_make(in_folder("huge.tif"), (tiff_kind){0}, &huge, 1);
    unsigned char bytes[512];
    FILE *file = fopen(in_folder("huge.tif"), "rb");
    assert_int_equal(fread(bytes, 1, n, file), n);
    fclose(file);
    for (size_t i = 0; i + 12 < n; i++) /* width and height: 1,000,000 each */
        if ((bytes[i] == 0 || bytes[i] == 1) && bytes[i + 1] == 1 && bytes[i + 2] == 4 &&
            bytes[i + 3] == 0 && bytes[i + 4] == 1)
            memcpy(bytes + i + 8, "\x40\x42\x0f\0", 4);
    file = fopen(in_folder("huge.tif"), "wb");
    fwrite(bytes, 1, n, file);
    fclose(file);
    assert_int_equal(glass_volume_open(in_folder("huge.tif"), NULL, &volume, NULL),
                     GLASS_E_MEMORY);
    assert_words("1 x 1000000 x 1000000 voxels would take");
}

/* ---- folders ---- */

static void pages_in_a_folder(void **state)
{
    (void)state;
    static unsigned char pixels[PIXELS];
    char path[300];
    mkdir(in_folder("pages"), 0777);
    refuses(in_folder("pages"), "this folder has no pages");
    for (size_t k = 0; k < 12; k++) {
        const tiff_page page = {ROWS, COLUMNS, .photometric = 1, .pixels = pixels};
        fill(k, 1, 0, 1, pixels);
        snprintf(path, sizeof path, "%s/page%zu.tif", in_folder("pages"), k + 1);
        tiff_make(path, (tiff_kind){0}, &page, 1);
    }
    snprintf(path, sizeof path, "%s/notes.txt", in_folder("pages"));
    fclose(fopen(path, "w"));
    is_as_filled(in_folder("pages"), 12, 1);
    glass_volume volume = {0};
    const glass_volume_hints last = {.crop = "11:,0:1,"};
    assert_ok(glass_volume_open(in_folder("pages"), &last, &volume, NULL));
    assert_int_equal(volume.label[volume.codes[3]], label_at(11, 0, 3));
    glass_volume_clear(&volume);
    FILE *side = fopen(in_folder("pages.json"), "w"); /* beside the folder */
    fputs("{\"voxel\": \"0.4 um\"}", side);
    fclose(side);
    snprintf(path, sizeof path, "%s/", in_folder("pages"));
    opens(path, NULL, 12, &volume);
    assert_near(volume.voxel[0], 4e-7, 1e-20);
    glass_volume_clear(&volume);
    snprintf(path, sizeof path, "%s/page5.tif", in_folder("pages"));
    const tiff_page other = {ROWS, 3, .photometric = 1, .pixels = pixels};
    tiff_make(path, (tiff_kind){0}, &other, 1);
    refuses(in_folder("pages"), "page5.tif: this page is 3 x 20 pixels (columns x rows), "
                                "page1.tif is 21 x 20");
    const tiff_page two[2] = {{ROWS, COLUMNS, .photometric = 1, .pixels = pixels},
                              {ROWS, COLUMNS, .photometric = 1, .pixels = pixels}};
    tiff_make(path, (tiff_kind){0}, two, 2);
    refuses(in_folder("pages"), "page5.tif: this file has 2 pages");
    unlink(path);
    snprintf(path, sizeof path, "%s/page13.png", in_folder("pages"));
    fclose(fopen(path, "w"));
    refuses(in_folder("pages"), "there is page13.png");
}

/* ---- files of other programs ---- */

static void real_files(void **state)
{
    (void)state;
    static const char *const names[] = {"lzw.tif",           "deflate.tif", "packbits.tif",
                                        "tiled_deflate.tif", "imagej.tif",  "ome.tif",
                                        "big_lzw16.tif"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[512];
        glass_volume volume = {0};
        snprintf(path, sizeof path, "%s/volumes/%s", getenv("GLASSCELL_TEST_DATA"),
                 names[i]);
        assert_ok(glass_volume_open(path, NULL, &volume, NULL));
        assert_int_equal(volume.n[0] * 10000 + volume.n[1] * 100 + volume.n[2], 82432);
        assert_int_equal(volume.n_labels, 3);
        /* counted by numpy: tests/data/volumes/ORIGIN.md */
        assert_int_equal(volume.count[0], 2431);
        assert_int_equal(volume.count[1], 2627);
        assert_int_equal(volume.count[2], 1086);
        glass_volume_clear(&volume);
    }
}

/* Zstandard is an option of libtiff: read, or named. */
static void zstandard_is_read_or_named(void **state)
{
    (void)state;
    char path[512];
    glass_volume volume = {0};
    snprintf(path, sizeof path, "%s/volumes/zstd.tif", getenv("GLASSCELL_TEST_DATA"));
    if (glass_volume_open(path, NULL, &volume, NULL) == GLASS_OK)
        assert_int_equal(volume.count[1], 2627);
    else
        assert_words("page 1 is compressed by Zstandard (50000), which the libtiff of this "
                     "machine does not read");
    glass_volume_clear(&volume);
}

static void without_memory_nothing_is_lost(void **state)
{
    (void)state;
    static unsigned char pixels[PIXELS * 3];
    const tiff_page page = {
        ROWS,           COLUMNS,
        .samples = 3,   .photometric = 2,
        .is_planar = 1, .pixels = pixels,
        .strip = 4,     .description = "ImageJ=1\nunit=um\nspacing=0.25\n"};
    tiff_make(in_folder("memory.tif"), (tiff_kind){0}, &page, 1);
    for (int at = 1, done = 0; !done; at++) {
        glass_volume volume = {0};
        long balance = glass_memory_balance();
        glass_memory_fail_at(at);
        glass_status status =
            glass_volume_open(in_folder("memory.tif"), NULL, &volume, NULL);
        glass_memory_fail_at(0);
        done = status == GLASS_OK;
        assert_true(done || status == GLASS_E_MEMORY);
        glass_volume_clear(&volume);
        assert_int_equal(glass_memory_balance(), balance);
        assert_true(at < 200);
    }
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
        cmocka_unit_test(every_width_order_and_layout),
        cmocka_unit_test(bits_within_bytes),
        cmocka_unit_test(a_part_is_read_alone),
        cmocka_unit_test(greys_in_three_colours_are_greys),
        cmocka_unit_test(thumbnails_are_no_pages),
        cmocka_unit_test(the_voxel_is_found),
        cmocka_unit_test(the_words_of_the_user_go_first),
        cmocka_unit_test(pages_behind_one_page),
        cmocka_unit_test(what_is_no_labels),
        cmocka_unit_test(pages_that_do_not_fit_together),
        cmocka_unit_test(greys_are_no_labels),
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(memory_is_known_before),
        cmocka_unit_test(pages_in_a_folder),
        cmocka_unit_test(real_files),
        cmocka_unit_test(zstandard_is_read_or_named),
        cmocka_unit_test(without_memory_nothing_is_lost),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
