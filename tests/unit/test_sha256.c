#include "unit.h"
#include "base/sha256.h"

/* The examples of FIPS 180-4 (NIST, "SHA-256 examples"). */
static void sha256_known(void **state)
{
    (void)state;
    char text[GLASS_SHA256_TEXT];
    glass_sha256_of("abc", 3, text);
    assert_string_equal(text,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    glass_sha256_of("", 0, text);
    assert_string_equal(text,
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    const char *long_one = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    glass_sha256_of(long_one, strlen(long_one), text);
    assert_string_equal(text,
                        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

/* A million times "a", in pieces of every length that meets the block's end differently. */
static void sha256_pieces(void **state)
{
    (void)state;
    char text[GLASS_SHA256_TEXT], as[200];
    memset(as, 'a', sizeof as);
    glass_sha256 sha = glass_sha256_start();
    size_t left = 1000000;
    for (size_t piece = 1; left; piece = piece % 199 + 1) {
        size_t n = piece < left ? piece : left;
        glass_sha256_add(&sha, as, n);
        left -= n;
    }
    glass_sha256_text(&sha, text);
    assert_string_equal(text,
                        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void sha256_files(void **state)
{
    (void)state;
    char text[GLASS_SHA256_TEXT] = "as before";
    assert_int_equal(glass_sha256_of_file("/nowhere/at/all", text), GLASS_E_SYSTEM);
    assert_string_equal(text, "as before");
    assert_words("/nowhere/at/all: cannot read: No such file");
    assert_ok(glass_sha256_of_file("/dev/null", text));
    assert_memory_equal(text, "e3b0c44298fc1c14", 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_known),
        cmocka_unit_test(sha256_pieces),
        cmocka_unit_test(sha256_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
