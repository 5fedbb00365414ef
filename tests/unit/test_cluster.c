/* Connected parts against flooding. */
#include "unit.h"
#include "base/random.h"
#include "voxel/cluster.h"

/* Parts by flooding, the plain way: as sizes and faces in order of the first voxel. */
static size_t flood(const glass_volume *volume, int neighbours, glass_cluster *out)
{
    const long n[3] = {(long)volume->n[0], (long)volume->n[1], (long)volume->n[2]};
    long all = n[0] * n[1] * n[2], *stack = malloc((size_t)all * sizeof *stack);
    unsigned char *seen = calloc((size_t)all, 1);
    size_t parts = 0;
    for (long start = 0; start < all; start++) {
        if (seen[start]) continue;
        glass_cluster *part = &out[parts++];
        *part = (glass_cluster){0, volume->codes[start], 0};
        long depth = 0;
        stack[depth++] = start;
        seen[start] = 1;
        while (depth) {
            long v = stack[--depth], at[3] = {v / n[2] / n[1], v / n[2] % n[1], v % n[2]};
            part->voxels++;
            for (int k = 0; k < 3; k++)
                part->faces |= (unsigned char)((at[k] == 0) << 2 * k | (at[k] == n[k] - 1)
                                                                           << (2 * k + 1));
            for (int i = 0; i < 27; i++) {
                long step[3] = {i / 9 - 1, i / 3 % 3 - 1, i % 3 - 1}, to = 0;
                long far = labs(step[0]) + labs(step[1]) + labs(step[2]);
                int is_in = far > 0 && far <= (neighbours == 6    ? 1
                                               : neighbours == 18 ? 2
                                                                  : 3);
                for (int k = 0; k < 3; k++) {
                    long place = at[k] + step[k];
                    if (place < 0 || place >= n[k]) is_in = 0;
                    to = to * n[k] + place;
                }
                if (!is_in || seen[to] || volume->codes[to] != volume->codes[v]) continue;
                seen[to] = 1;
                stack[depth++] = to;
            }
        }
    }
    free(seen);
    free(stack);
    return parts;
}

static void test_parts(void **state)
{
    (void)state;
    static const size_t sizes[][3] = {{9, 8, 7}, {1, 12, 13}, {12, 1, 5}, {4, 30, 1}};
    short class_of[GLASS_LABELS];
    glass_random random = glass_random_start(8, 0);
    for (int i = 0; i < GLASS_LABELS; i++) class_of[i] = (short)i;
    for (int round = 0; round < 60; round++) {
        const size_t *n = sizes[round / 4 % 4];
        size_t all = n[0] * n[1] * n[2], count;
        glass_volume volume = {.n = {n[0], n[1], n[2]}, .n_labels = 2 + round % 4};
        glass_cluster *wanted = malloc(all * sizeof *wanted), *got;
        volume.codes = malloc(all);
        for (size_t i = 0; i < all; i++)
            volume.codes[i] =
                (unsigned char)glass_random_below(&random, (uint64_t)volume.n_labels);
        for (int c = 0; c < 3; c++) {
            static const int neighbours[] = {6, 18, 26};
            size_t many = flood(&volume, neighbours[c], wanted);
            assert_ok(glass_clusters_find(&volume, class_of, neighbours[c], &got, &count));
            assert_int_equal(count, many);
            for (size_t i = 0; i < many; i++) {
                assert_int_equal(got[i].voxels, wanted[i].voxels);
                assert_int_equal(got[i].class, wanted[i].class);
                assert_int_equal(got[i].faces, wanted[i].faces);
            }
            glass_free(got);
        }
        free(wanted);
        free(volume.codes);
    }
}

/* A spiral is one part, though its runs begin as many: joined late, from several sides. */
static void test_spiral(void **state)
{
    (void)state;
    static const char *const rows[] = {"#########", "........#", "#######.#",
                                       "#.....#.#", "#.###.#.#", "#.#...#.#",
                                       "#.#####.#", "#.......#", "#########"};
    unsigned char codes[81];
    short class_of[GLASS_LABELS] = {-1, 0};
    glass_volume volume = {.n = {9, 1, 9}, .codes = codes, .n_labels = 2};
    glass_cluster *got = NULL;
    size_t count = 0;
    for (int i = 0; i < 81; i++) codes[i] = rows[i / 9][i % 9] == '#';
    assert_ok(glass_clusters_find(&volume, class_of, 6, &got, &count));
    assert_int_equal(count, 1);
    assert_int_equal(got[0].voxels, 49);
    assert_int_equal(got[0].faces, 63);
    glass_free(got);
    class_of[1] = -1; /* nothing is asked for */
    assert_ok(glass_clusters_find(&volume, class_of, 6, &got, &count));
    assert_int_equal(count, 0);
    glass_free(got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_spiral),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
