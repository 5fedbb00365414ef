/* Volumes from everything that is no TIFF: NumPy, raw bytes, MetaImage, NRRD, HDF5; and what
 * a user says of them in words. */
#include "unit.h"
#include "format/volume_format.h"
#include "glasscell/volume.h"

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

static const char *in_data(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/volumes/%s", getenv("GLASSCELL_TEST_DATA"), name);
    return path;
}

static const char *written(const char *name, const void *bytes, size_t n)
{
    FILE *file = fopen(in_folder(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    fclose(file);
    return in_folder(name);
}

static const char *words(const char *name, const char *text)
{
    return written(name, text, strlen(text));
}

static void refuses_as(const char *path, const glass_volume_hints *hints, const char *part)
{
    glass_volume volume = {0};
    long balance = glass_memory_balance();
    glass_status status = glass_volume_open(path, hints, &volume, NULL);
    if (status != GLASS_E_INPUT) fail_msg("%s: status %d, not refused", path, (int)status);
    assert_words(part);
    assert_null(volume.codes);
    assert_int_equal(glass_memory_balance(), balance);
}

static void refuses(const char *path, const char *part)
{
    refuses_as(path, NULL, part);
}

/* Labels in the order of voxels, "2x1x3: 0 1 1 7 0 0". */
static void reads_as(const char *path, const glass_volume_hints *hints,
                     const char *expected)
{
    char got[512];
    glass_volume volume = {0};
    glass_status status = glass_volume_open(path, hints, &volume, NULL);
    if (status) fail_msg("%s: %s", path, glass_words());
    int n =
        snprintf(got, sizeof got, "%zux%zux%zu:", volume.n[0], volume.n[1], volume.n[2]);
    for (size_t i = 0; i < volume.n[0] * volume.n[1] * volume.n[2]; i++)
        n += snprintf(got + n, sizeof got - (size_t)n, " %ld",
                      volume.label[volume.codes[i]]);
    if (strcmp(got, expected)) fail_msg("%s: \"%s\", expected \"%s\"", path, got, expected);
    glass_volume_clear(&volume);
}

static void reads(const char *path, const char *expected)
{
    reads_as(path, NULL, expected);
}

/* ---- NumPy ---- */

static const char *npy(int version, const char *header, const void *bytes, size_t n)
{
    static unsigned char file[4096];
    size_t length = strlen(header), at = version == 1 ? 10 : 12;
    memcpy(file, "\x93NUMPY", 6);
    file[6] = (unsigned char)version;
    file[7] = 0;
    for (size_t i = 0; i < at - 8; i++) file[8 + i] = (unsigned char)(length >> 8 * i);
    memcpy(file + at, header, length);
    if (n) memcpy(file + at + length, bytes, n);
    return written("a.npy", file, at + length + n);
}

static void numpy_arrays(void **state)
{
    (void)state;
    const char six[] = {0, 1, 2, 3, 4, 5};
    for (int version = 1; version <= 3; version++)
        reads(npy(version,
                  "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2, 3), }\n", six,
                  6),
              "1x2x3: 0 1 2 3 4 5");
    reads(npy(1, "{'descr': '|u1', 'fortran_order': True, 'shape': (1, 2, 3), }", six, 6),
          "1x2x3: 0 2 4 1 3 5");
    reads(npy(1, "{'descr': '|u1', 'fortran_order': True, 'shape': (3, 2), }", six, 6),
          "1x3x2: 0 3 1 4 2 5");
    reads(
        npy(1, "{'descr': '|b1', 'fortran_order': False, 'shape': (2, 2)}", "\0\1\1\0", 4),
        "1x2x2: 0 1 1 0");
    reads(npy(1, "{'descr':'|i1','fortran_order':False,'shape':(1,1,2,1,2)}",
              "\0\xff\1\xfe", 4),
          "2x1x2: 0 -1 1 -2");
    reads(npy(1, "{'descr': '>i2', 'fortran_order': False, 'shape': (1, 1, 2)}",
              "\xff\xff\1\0", 4),
          "1x1x2: -1 256");
    reads(npy(1, "{'descr': '<u4', 'fortran_order': False, 'shape': (1L, 1L, 2L)}",
              "\1\0\0\0\0\0\0\x80", 8),
          "1x1x2: 1 2147483648");
    reads(npy(1, "{'shape': (1, 1, 1), 'fortran_order': False, 'descr': '>i8'}",
              "\xff\xff\xff\xff\xff\xff\xff\xfe", 8),
          "1x1x1: -2");
}

static void numpy_arrays_that_are_no_labels(void **state)
{
    (void)state;
    const char bytes[64] = {0};
    const char *shape = "'fortran_order': False, 'shape': (2, 2, 2), }";
    char header[128];
    const char *const types[][2] = {{"'<f4'", "floating-point values"},
                                    {"'<f2'", "floating-point values"},
                                    {"'<c8'", "floating-point values"},
                                    {"'|O'", "Python objects"},
                                    {"'|S3'", "numpy's type '|S3'"},
                                    {"[('a', '<i4')]", "array of records"},
                                    {"'<u3'", "u8, i8"},
                                    {"", "its type is missing"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        snprintf(header, sizeof header, "{'descr': %s, %s", types[i][0], shape);
        refuses(npy(1, header, bytes, 64), types[i][1]);
    }
    refuses(npy(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (4,)}", bytes, 4),
            "1 axes");
    refuses(npy(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2, 2, 2)}", bytes,
                16),
            "4 axes");
    refuses(
        npy(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2, -2)}", bytes, 8),
        "no list of whole numbers");
    refuses(
        npy(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 0, 2)}", bytes, 0),
        "no volume");
    refuses(
        npy(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2, 3)}", bytes, 11),
        "the file has 11 behind its header; it is cut off");
    refuses(npy(1,
                "{'descr': '|u1', 'fortran_order': False, 'shape': (4294967296, "
                "4294967296, 3)}",
                bytes, 11),
            "no volume");
    refuses(npy(9, "{}", bytes, 0), "its version");
    refuses(npy(1, "{}", bytes, 0), "is missing");
    refuses(words("b.npy", "\x93NUMPY\1"), "known here");
    refuses(written("b.npy", "\x93NUMPY\1\0\x40\0{}", 12), "cut off within its header");
}

static void files_of_numpy(void **state)
{
    (void)state;
    const glass_volume_hints part = {.crop = "0:1,0:2,0:6"};
    reads_as(in_data("plain.npy"), &part, "1x2x6: 170 170 0 0 0 0 170 0 0 170 0 170");
    const glass_volume_hints column = {.crop = "0:3,1:2,2:3"},
                             last = {.crop = "2:,23:,31:"};
    reads_as(in_data("fortran.npy"), &column, "3x1x1: 0 0 510");
    reads_as(in_data("fortran.npy"), &last, "1x1x1: 255");
    glass_volume volume = {0};
    assert_ok(glass_volume_open(in_data("fortran.npy"), NULL, &volume, NULL));
    assert_int_equal(volume.count[0], 914);
    assert_int_equal(volume.count[1], 945);
    assert_int_equal(volume.count[2], 445);
    assert_int_equal(volume.label[2], 510);
    glass_volume_clear(&volume);
}

/* ---- raw ---- */

static void raw_bytes(void **state)
{
    (void)state;
    const glass_volume_hints shape = {.shape = "1, 2,3"},
                             wide = {.shape = "3", .type = "u8"};
    const glass_volume_hints big = {.shape = "1,3", .type = "i16be"};
    const glass_volume_hints small = {.shape = "1,3", .type = "uint16"};
    const glass_volume_hints many = {.shape = "7,7,7"}, none = {.type = "u8"};
    const char *path = written("a.raw", "\0\1\2\3\4\5", 6);
    reads_as(path, &shape, "1x2x3: 0 1 2 3 4 5");
    reads_as(path, &big, "1x1x3: 1 515 1029");
    reads_as(path, &small, "1x1x3: 256 770 1284");
    refuses_as(path, &wide, "whole numbers of voxels along axes");
    refuses_as(path, &many, "whose type nobody says");
    refuses_as(path, &none, "whose shape nobody says");
    refuses(path, "whose shape nobody says; give it (--shape");
    const glass_volume_hints long_file = {.shape = "1,2", .type = "u8"};
    refuses_as(path, &long_file, "1 x 1 x 2 voxels of 1 byte are 2 bytes, the file has 6");
    const glass_volume_hints short_file = {.shape = "4,2", .type = "u8"};
    refuses_as(path, &short_file, "it is cut off, or shape and type are others");
    const glass_volume_hints real = {.shape = "1,2", .type = "f4"};
    refuses_as(path, &real, "floating-point type");
    const glass_volume_hints odd = {.shape = "1,2", .type = "u12"};
    refuses_as(path, &odd, "type: u8, i8");
    reads_as(written("strange.xyz", "\0\1\2\3\4\5", 6), &shape, "1x2x3: 0 1 2 3 4 5");
    refuses(in_folder("strange.xyz"), "no volume that is known here");
    refuses(written("empty.raw", "", 0), "the file is empty");
}

static void raw_bytes_with_a_file_beside(void **state)
{
    (void)state;
    written("b.raw", "head\0\1\2\3\4\5", 10);
    words("b.raw.json", "{\"shape\": [1, 2, 3], \"type\": \"u8\", \"header\": 4,\n"
                        " \"voxel\": \"1,2,3 um\"}");
    reads(in_folder("b.raw"), "1x2x3: 0 1 2 3 4 5");
    glass_volume volume = {0};
    assert_ok(glass_volume_open(in_folder("b.raw"), NULL, &volume, NULL));
    for (int k = 0; k < 3; k++) assert_near(volume.voxel[k], (k + 1) * 1e-6, 1e-20);
    glass_volume_clear(&volume);
    words("b.raw.json", "{\"shape\": [1, 2, 3.5]}");
    refuses(in_folder("b.raw"), "b.raw.json:1:11: shape: whole numbers");
    words("b.raw.json", "{\"shape\": [1, 2, 3], \"header\": -1}");
    refuses(in_folder("b.raw"), "bytes before the first voxel");
    words("b.raw.json", "{\"shape\": {}}");
    refuses(in_folder("b.raw"), "a text or a list is expected");
    words("b.raw.json", "{\"shape\"");
    refuses(in_folder("b.raw"), "b.raw.json:1:");
    words("b.raw.json", "{\"Header\": {\"BPX\": 1}}"); /* a file of something else */
    refuses(in_folder("b.raw"), "whose shape nobody says");
}

static void metaimage(void **state)
{
    (void)state;
    words("a.raw", "");
    written("v.raw", "\0\1\2\3\4\5", 6);
    const char *head = "ObjectType = Image\nNDims = 3\nDimSize = 3 2 1\n";
    char text[512];
    snprintf(text, sizeof text,
             "%sElementType = MET_UCHAR\nElementSpacing = 1 2 3\nDistanceUnits = um\n"
             "ElementDataFile = v.raw\n",
             head);
    reads(words("a.mhd", text), "1x2x3: 0 1 2 3 4 5");
    glass_volume volume = {0};
    assert_ok(glass_volume_open(in_folder("a.mhd"), NULL, &volume, NULL));
    for (int k = 0; k < 3; k++) assert_near(volume.voxel[k], (3 - k) * 1e-6, 1e-20);
    glass_volume_clear(&volume);
    reads(words("a.mha", "NDims = 2\r\nDimSize = 1 3\r\nElementType = MET_USHORT\r\n"
                         "BinaryDataByteOrderMSB = True\r\nElementDataFile = LOCAL\r\n"
                         "abacad"),
          "1x3x1: 24930 24931 24932");
    const char *const bad[][2] = {
        {"ElementType = MET_FLOAT\nElementDataFile = v.raw\n", "floating-point"},
        {"ElementType = MET_WHAT\nElementDataFile = v.raw\n", "MET_WHAT"},
        {"ElementType = MET_UCHAR\n", "ElementDataFile"},
        {"ElementType = MET_UCHAR\nElementDataFile = no.raw\n", "no.raw"},
        {"ElementType = MET_SHORT\nElementDataFile = v.raw\n", "12 bytes, the file has 6"},
        {"ElementType = MET_UCHAR\nCompressedData = True\nElementDataFile = v.raw\n",
         "compressed"},
        {"ElementType = MET_UCHAR\nElementNumberOfChannels = 3\nElementDataFile = v.raw\n",
         "ElementNumberOfChannels"},
        {"ElementType = MET_UCHAR\nHeaderSize = x\nElementDataFile = v.raw\n",
         "HeaderSize"},
        {"ElementType = MET_UCHAR\nElementDataFile = s%03d.raw 1 2 1\n", "one file"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        glass_volume none = {0};
        snprintf(text, sizeof text, "%s%s", head, bad[i][0]);
        assert_true(glass_volume_open(words("bad.mhd", text), NULL, &none, NULL) != 0);
        assert_words(bad[i][1]);
    }
    refuses(words("bad.mhd", "NDims = 3\nDimSize = 3 0 1\nElementType = MET_UCHAR\n"),
            "two or three whole numbers");
}

static void nrrd(void **state)
{
    (void)state;
    reads(words("a.nrrd", "NRRD0004\n# words\ntype: unsigned char\ndimension: 3\n"
                          "sizes: 2 1 3\nencoding: raw\nkey:=value\n\nabacad"),
          "3x1x2: 97 98 97 99 97 100");
    written("v.raw", "\0\1\2\3\4\5", 6);
    reads(words("a.nhdr", "NRRD0001\ntype: int16\nsizes: 3 1\nendian: big\nencoding: raw\n"
                          "spacings: 2 3\nspace units: \"um\" \"um\"\ndata file: v.raw\n"),
          "1x1x3: 1 515 1029");
    glass_volume volume = {0};
    assert_ok(glass_volume_open(in_folder("a.nhdr"), NULL, &volume, NULL));
    assert_near(volume.voxel[2], 2e-6, 1e-20);
    assert_near(volume.voxel[1], 3e-6, 1e-20);
    assert_near(volume.voxel[0], 3e-6, 1e-20); /* a slice is as thick as a row */
    glass_volume_clear(&volume);
    const char *const bad[][2] = {
        {"type: float\nsizes: 3 2\nencoding: raw\n\n", "floating-point"},
        {"type: block\nsizes: 3 2\nencoding: raw\n\n", "whole-number type"},
        {"type: uint8\nsizes: 3 2\nencoding: gzip\n\n", "raw (save it without compression"},
        {"type: uint8\nsizes: 3\nencoding: raw\n\n", "two or three whole numbers"},
        {"type: uint8\nsizes: 3 2 1 4\nencoding: raw\n\n", "two or three whole numbers"},
        {"type: uint16\nsizes: 3 2\nencoding: raw\n\n", "little or big"},
        {"type: uint8\nsizes: 3 2\nencoding: raw\n\nabc", "the file has 3"},
        {"type: uint8\nsizes: 3 2\nencoding: raw\nline skip: 2\n\nabc", "line skip"},
        {"type: uint8\nsizes: 3 2\nencoding: raw\nbyte skip: -1\n\nabc", "byte skip"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[256];
        snprintf(text, sizeof text, "NRRD0004\n%s", bad[i][0]);
        refuses(words("bad.nrrd", text), bad[i][1]);
    }
}

/* ---- HDF5 ---- */

static void hdf5_at_any_path(void **state)
{
    (void)state;
    char path[600];
    const glass_volume_hints part = {.crop = "0:1,0:2,0:6"};
    const char *corner = "1x2x6: 170 170 0 0 0 0 170 0 0 170 0 170";
    reads_as(in_data("classic.hdf5"), &part, corner);
    const struct {
        const char *inner, *expected;
    } sets[] = {{":/one", "1x2x6: 170 170 0 0 0 0 170 0 0 170 0 170"},
                {":other", "1x2x6: 161 161 -9 -9 -9 -9 161 -9 -9 161 -9 161"},
                {":/truth", "1x2x6: 0 0 1 1 1 1 0 1 1 0 1 0"},
                {":/slice", "1x2x6: 170 170 0 0 0 0 170 0 0 170 0 170"},
                {":/four", "1x2x6: 170 170 0 0 0 0 170 0 0 170 0 170"}};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        snprintf(path, sizeof path, "%s%s", in_data("several.hdf5"), sets[i].inner);
        reads_as(path, &part, sets[i].expected);
    }
    glass_volume volume = {0};
    assert_ok(glass_volume_open(in_data("classic.hdf5"), NULL, &volume, NULL));
    assert_int_equal(volume.count[0], 2431);
    assert_int_equal(volume.count[1], 2627);
    assert_int_equal(volume.count[2], 1086);
    assert_near(volume.voxel[0], 5e-7, 1e-18);
    assert_near(volume.voxel[1], 3.90625e-7, 1e-18);
    glass_volume_clear(&volume);
}

static void hdf5_that_is_no_volume(void **state)
{
    (void)state;
    char path[600], bytes[8192];
    refuses(in_data("several.hdf5"),
            "4 datasets that may be the volume (/four, /one, /other, "
            "/truth); name one");
    refuses(in_data("grey.hdf5"), "floating-point");
    snprintf(path, sizeof path, "%s:/grey", in_data("several.hdf5"));
    refuses(path, "floating-point");
    snprintf(path, sizeof path, "%s:/five", in_data("several.hdf5"));
    refuses(path, "4 axes");
    snprintf(path, sizeof path, "%s:/nothing", in_data("several.hdf5"));
    refuses(path, "there is no dataset /nothing");
    snprintf(path, sizeof path, "%s:/entry", in_data("classic.hdf5"));
    refuses(path, "there is no dataset /entry");
    snprintf(path, sizeof path, "%s:/x", in_data("plain.npy"));
    refuses(path, "only HDF5 files have paths");
    FILE *file = fopen(in_data("classic.hdf5"), "rb");
    size_t n = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    refuses(written("cut.h5", bytes, n - 500), "cut");
    refuses(written("cut.h5", bytes, 20), "cut.h5");
}

/* ---- what a user says ---- */

static void voxels_in_words(void **state)
{
    (void)state;
    const struct {
        const char *text;
        double edge[3];
    } good[] = {
        {"390.6 nm", {390.6e-9, 390.6e-9, 390.6e-9}}, {"0.4um", {0.4e-6, 0.4e-6, 0.4e-6}},
        {"1,0.4,0.5 um", {1e-6, 0.4e-6, 0.5e-6}},     {" 1 um , 400nm, 500 ", {0}},
        {"1um,400nm,500 nm", {1e-6, 400e-9, 500e-9}}, {"1e-7 m", {1e-7, 1e-7, 1e-7}}};
    const char *const bad[] = {"",         "0.4",     "um",     "0 um",
                               "-1 um",    "1,2 um",  "3 s",    "1;2;3 um",
                               "1e400 um", "1,,2 um", "nan um", "1 1 um"};
    double voxel[3] = {7, 7, 7};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (good[i].edge[0] == 0) {
            assert_int_equal(glass_volume_read_voxel(good[i].text, voxel), GLASS_E_INPUT);
            continue;
        }
        assert_ok(glass_volume_read_voxel(good[i].text, voxel));
        for (int k = 0; k < 3; k++) assert_true(voxel[k] == good[i].edge[k]);
    }
    voxel[0] = 7;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (glass_volume_read_voxel(bad[i], voxel) != GLASS_E_INPUT)
            fail_msg("voxel \"%s\" was taken", bad[i]);
        assert_words("voxel");
        assert_true(voxel[0] == 7);
    }
}

static void crops_in_words(void **state)
{
    (void)state;
    const size_t n[3] = {10, 20, 30};
    const struct {
        const char *text;
        size_t box[6];
    } good[] = {{NULL, {0, 10, 0, 20, 0, 30}},
                {",,", {0, 10, 0, 20, 0, 30}},
                {"1:2,3:4,5:6", {1, 2, 3, 4, 5, 6}},
                {":5,5:,:", {0, 5, 5, 20, 0, 30}},
                {" 0 : 5 ,,29:30", {0, 5, 0, 20, 29, 30}}};
    const char *const bad[] = {
        "",        "1:2",    "1:2,1:2",         "5:5,,",
        "6:5,,",   "0:11,,", "-1:5,,",          "a:b,,",
        "0:5:2,,", "3,,",    "0:5,0:5,0:5,0:5", "0:99999999999999999999,,",
        "0.5:2,,"};
    size_t from[3], to[3];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_ok(glass_volume_read_crop(good[i].text, n, from, to));
        for (int k = 0; k < 3; k++) {
            assert_int_equal(from[k], good[i].box[2 * k]);
            assert_int_equal(to[k], good[i].box[2 * k + 1]);
        }
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (glass_volume_read_crop(bad[i], n, from, to) != GLASS_E_INPUT)
            fail_msg("crop \"%s\" was taken", bad[i]);
        assert_words("crop: ");
    }
}

static void a_bundled_volume_by_its_name(void **state)
{
    (void)state;
    const glass_volume_hints part = {.crop = "0:16,0:16,"};
    glass_volume volume = {0};
    assert_ok(glass_volume_open("electrode.tiff", &part, &volume, NULL));
    assert_near(volume.voxel[0], 390.625e-9, 1e-20);
    assert_int_equal(volume.n[2], 256);
    glass_volume_clear(&volume);
    assert_int_equal(glass_volume_open("no_such.tiff", NULL, &volume, NULL),
                     GLASS_E_SYSTEM);
    assert_words("no_such.tiff: cannot read: No such file or directory");
    assert_int_equal(glass_volume_open("/etc/electrode.tiff", NULL, &volume, NULL),
                     GLASS_E_SYSTEM);
    refuses("", "the name of the volume is empty");
    refuses("/dev/null", "a file or a folder is expected");
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
        cmocka_unit_test(numpy_arrays),
        cmocka_unit_test(numpy_arrays_that_are_no_labels),
        cmocka_unit_test(files_of_numpy),
        cmocka_unit_test(raw_bytes),
        cmocka_unit_test(raw_bytes_with_a_file_beside),
        cmocka_unit_test(metaimage),
        cmocka_unit_test(nrrd),
        cmocka_unit_test(hdf5_at_any_path),
        cmocka_unit_test(hdf5_that_is_no_volume),
        cmocka_unit_test(voxels_in_words),
        cmocka_unit_test(crops_in_words),
        cmocka_unit_test(a_bundled_volume_by_its_name),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
