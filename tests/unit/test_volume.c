/* Volumes in memory: labels of any values as codes, cut out, refused, without memory. */
#include "unit.h"
#include "glasscell/volume.h"
#include "numerics/label_coder.h"

static void labels_become_codes_in_the_order_of_values(void **state)
{
    (void)state;
    const size_t n[3] = {1, 2, 4};
    const int labels[8] = {170, 0, 85, 85, -3, 170, 170, 1000000};
    const unsigned char codes[8] = {3, 1, 2, 2, 0, 3, 3, 4};
    const long label[5] = {-3, 0, 85, 170, 1000000};
    const size_t count[5] = {1, 1, 2, 3, 1};
    glass_volume volume = {0};
    assert_ok(glass_volume_make(n, labels, &volume));
    assert_int_equal(volume.n_labels, 5);
    assert_memory_equal(volume.codes, codes, sizeof codes);
    assert_memory_equal(volume.label, label, sizeof label);
    assert_memory_equal(volume.count, count, sizeof count);
    assert_true(isnan(volume.voxel[0]) && isnan(volume.voxel[1]) && isnan(volume.voxel[2]));
    assert_int_equal(glass_volume_code(&volume, 85), 2);
    assert_int_equal(glass_volume_code(&volume, 86), -1);
    glass_volume_clear(&volume);
    assert_null(volume.codes);
    glass_volume_clear(&volume);
    glass_volume_clear(NULL);
}

static void at_most_256_labels(void **state)
{
    (void)state;
    int labels[600];
    glass_volume volume = {0};
    for (int i = 0; i < 600; i++) labels[i] = 7 * ((i * 101) % 256) - 300;
    const size_t n[3] = {2, 3, 100}, none[3] = {2, 0, 5};
    const size_t many[3] = {(size_t)1 << 40, (size_t)1 << 40, 2};
    assert_ok(glass_volume_make(n, labels, &volume));
    assert_int_equal(volume.n_labels, 256);
    for (int i = 0; i < 600; i++)
        assert_int_equal(volume.label[volume.codes[i]], labels[i]);
    glass_volume_clear(&volume);
    for (int i = 0; i < 600; i++) labels[i] = i % 257;
    assert_int_equal(glass_volume_make(n, labels, &volume), GLASS_E_INPUT);
    assert_words("257 different labels");
    assert_null(volume.codes);
    assert_int_equal(glass_volume_make(none, labels, &volume), GLASS_E_INPUT);
    assert_words("empty");
    assert_int_equal(glass_volume_make(many, labels, &volume), GLASS_E_INPUT);
}

/* The same labels through every width come out the same. */
static void every_width_gives_the_same(void **state)
{
    (void)state;
    enum { N = 1003 };
    const glass_voxel_kind kinds[] = {GLASS_VOXEL_U8,  GLASS_VOXEL_I8,  GLASS_VOXEL_U16,
                                      GLASS_VOXEL_I16, GLASS_VOXEL_U32, GLASS_VOXEL_I32,
                                      GLASS_VOXEL_U64, GLASS_VOXEL_I64};
    for (size_t k = 0; k < 8; k++) {
        unsigned char values[8 * N] = {0}, codes[N];
        size_t size = glass_voxel_size(kinds[k]);
        glass_label_coder coder;
        glass_volume volume = {0};
        for (size_t i = 0; i < N; i++) {
            long label = (long)(i / 7 * 31 % 5) * 20; /* 0, 20, ... 80 in runs of 7 */
            if (k % 2) label -= 40;
            memcpy(values + i * size, &label, size); /* little-endian machines only */
        }
        assert_ok(glass_label_coder_init(&coder, kinds[k]));
        glass_label_coder_add(&coder, values, 500, codes);
        glass_label_coder_add(&coder, values + 500 * size, N - 500, codes + 500);
        glass_label_coder_end(&coder, codes, N, &volume);
        glass_label_coder_clear(&coder);
        assert_int_equal(volume.n_labels, 5);
        size_t all = 0;
        for (int c = 0; c < 5; c++) {
            assert_int_equal(volume.label[c], 20 * c - (k % 2 ? 40 : 0));
            all += volume.count[c];
        }
        assert_int_equal(all, N);
        for (size_t i = 0; i < N; i++) assert_int_equal(codes[i], i / 7 * 31 % 5);
    }
}

static void a_box_drops_labels_that_are_not_in_it(void **state)
{
    (void)state;
    const size_t n[3] = {3, 4, 5}, from[3] = {1, 0, 2}, to[3] = {3, 2, 5};
    const size_t beyond[3] = {2, 2, 6}, before[3] = {1, 0, 5};
    int labels[60];
    glass_volume volume = {0}, box = {0};
    for (int i = 0; i < 60; i++) labels[i] = i;
    assert_ok(glass_volume_make(n, labels, &volume));
    volume.voxel[0] = 3e-7;
    assert_ok(glass_volume_crop(&volume, from, to, &box));
    assert_int_equal(box.n[0] * 100 + box.n[1] * 10 + box.n[2], 223);
    assert_int_equal(box.n_labels, 12);
    assert_true(box.voxel[0] == 3e-7);
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < 2; j++)
            for (size_t k = 0; k < 3; k++)
                assert_int_equal(box.label[box.codes[(i * 2 + j) * 3 + k]],
                                 ((i + 1) * 4 + j) * 5 + k + 2);
    glass_volume_clear(&box);
    assert_int_equal(glass_volume_crop(&volume, from, beyond, &box), GLASS_E_INPUT);
    assert_words("axis 2 has the voxels 0:5");
    assert_int_equal(glass_volume_crop(&volume, from, before, &box), GLASS_E_INPUT);
    assert_null(box.codes);
    glass_volume_clear(&volume);
}

static void without_memory_nothing_is_lost(void **state)
{
    (void)state;
    const size_t n[3] = {1, 1, 3}, from[3] = {0}, to[3] = {1, 1, 2};
    const int labels[3] = {1, 2, 3};
    for (int at = 1, done = 0; !done; at++) {
        glass_volume volume = {0}, box = {0};
        long balance = glass_memory_balance();
        glass_memory_fail_at(at);
        glass_status status = glass_volume_make(n, labels, &volume);
        if (!status) status = glass_volume_crop(&volume, from, to, &box);
        glass_memory_fail_at(0);
        assert_true(status == GLASS_OK || status == GLASS_E_MEMORY);
        assert_true(!status || !box.codes);
        glass_volume_clear(&volume);
        glass_volume_clear(&box);
        assert_int_equal(glass_memory_balance(), balance);
        done = status == GLASS_OK;
        assert_true(at < 50);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_become_codes_in_the_order_of_values),
        cmocka_unit_test(at_most_256_labels),
        cmocka_unit_test(every_width_gives_the_same),
        cmocka_unit_test(a_box_drops_labels_that_are_not_in_it),
        cmocka_unit_test(without_memory_nothing_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
