#include "unit.h"
#include "format/tree.h"

static void read_text(const char *file, const char *text, glass_tree *out)
{
    if (glass_tree_read(file, text, strlen(text), out)) fail_msg("%s", glass_words());
}

static void refused(const char *file, const char *text, const char *words)
{
    glass_tree tree = {0};
    assert_int_equal(glass_tree_read(file, text, strlen(text), &tree), GLASS_E_INPUT);
    assert_null(tree.root);
    if (!strstr(glass_words(), words))
        fail_msg("\"%s\" lacks \"%s\"", glass_words(), words);
}

static void test_kinds_and_places(void **state)
{
    (void)state;
    glass_tree tree;
    read_text("a.json", "{\"a\": 1.5e-3,\n \"b\": [true, null, \"5e3\"],\n \"c\": {}}",
              &tree);
    const glass_node *a = glass_node_find(tree.root, "a");
    assert_int_equal(a->kind, GLASS_NODE_NUMBER);
    assert_true(a->number == 1.5e-3);
    assert_int_equal(a->line, 1);
    assert_int_equal(a->column, 7);
    const glass_node *b = glass_node_find(tree.root, "B");
    assert_int_equal(b->kind, GLASS_NODE_LIST);
    assert_int_equal(b->count, 3);
    assert_int_equal(b->key_line, 2);
    assert_int_equal(b->first->kind, GLASS_NODE_TRUTH);
    assert_int_equal(b->first->next->kind, GLASS_NODE_NULL);
    const glass_node *text = b->first->next->next;
    assert_int_equal(text->kind, GLASS_NODE_TEXT);
    char path[256], place[512];
    assert_string_equal(glass_node_path(text, path), "b / item 3");
    assert_string_equal(glass_node_place(&tree, text, place), "a.json:2:20");
    double value;
    assert_int_equal(glass_node_number(&tree, text, &value), GLASS_E_INPUT);
    assert_string_equal(glass_words(), "a.json:2:20: b / item 3: a number is expected, the "
                                       "text \"5e3\" came; remove the quotes");
    assert_null(glass_node_find(tree.root, "d"));
    glass_tree_clear(&tree);
}

static void test_yaml(void **state)
{
    (void)state;
    glass_tree tree;
    read_text("s.yaml",
              "# words\nsteps:\n- &rest Rest for 1 h\n- *rest\nn: .5\nlong: |\n  x\n",
              &tree);
    const glass_node *steps = glass_node_find(tree.root, "steps");
    assert_int_equal(steps->count, 2);
    assert_string_equal(steps->first->next->text, "Rest for 1 h");
    assert_int_equal(steps->first->next->line, 4);
    assert_true(glass_node_find(tree.root, "n")->number == .5);
    assert_string_equal(glass_node_find(tree.root, "long")->text, "x\n");
    glass_tree_clear(&tree);
    read_text("empty.yaml", "", &tree);
    assert_int_equal(tree.root->kind, GLASS_NODE_NULL);
    glass_tree_clear(&tree);
}

static void test_refusals(void **state)
{
    (void)state;
    refused("a.json", "{\"a\": 1,\n \"a\": 2}",
            "a.json:2:2: \"a\" stands here a second time");
    refused("a.json", "{\"a\": 1,}", "a.json:1:8: a comma before the closing bracket");
    refused("a.json", "{\"a\": 1 \"b\": 2}", "a comma is missing before it");
    refused("a.json", "{\"p\": {\"a\": NaN}}", "a.json:1:13: p / a is NaN");
    refused("a.json", "{\"a\": .5}", "write digits");
    refused("a.json", "{\"a\": {\"b\": 1}", "is it cut off");
    refused("a.yaml", "a: [1, 2\n", "is it cut off");
    refused("a.json", "{\"a\": [1, 2", "is it cut off");
    refused("a.json", "{\"a\": \"x\n", "no closing quote");
    refused("a.json", "", "empty");
    refused("a.json", "{\"a\" 1}", "colon");
    refused("a.yaml", "a: 1\n---\nb: 2\n", "second document");
    refused("a.yaml", "a: !!str 5\n", "tag");
    refused("a.yaml", "a: *b\n", "anchor");
    refused("a.yaml", "a: &b [*b]\n", "inside its own anchor");
    refused("a.yaml", "? [a, b]\n: 1\n", "must be a text");
    refused("a", "\xff\xfe\x01", "UTF-8");
    glass_tree tree = {0};
    assert_int_equal(glass_tree_read("a", "a\0b", 3, &tree), GLASS_E_INPUT);
}

static void test_hostile(void **state)
{
    (void)state;
    char deep[400];
    memset(deep, '[', 200);
    memset(deep + 200, ']', 199);
    deep[399] = 0;
    refused("deep.json", deep, "deeper than 64");
    refused("laughs.yaml",
            "a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
            "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
            "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"
            "g: [*f,*f,*f,*f,*f,*f,*f,*f,*f,*f]\n",
            "more than can be held");
}

static void test_json_out(void **state)
{
    (void)state;
    const char *text =
        "{\n  \"a\": [1, 0.1, true],\n  \"b\\\"\\n\": {\n    \"c\": null\n  },\n"
        "  \"d\": {}\n}";
    glass_tree tree;
    read_text("a.json", text, &tree);
    glass_text out = {0};
    glass_node_write_json(tree.root, 2, 0, &out);
    assert_string_equal(out.at, text);
    glass_text_clear(&out);
    glass_tree_clear(&tree);
}

static void test_memory(void **state)
{
    (void)state;
    const char *text = "a: &x [1, {b: 2, c: 3}]\nd: *x\n";
    long balance = glass_memory_balance();
    glass_status status = GLASS_E_MEMORY;
    for (long n = 1; status && n < 1000; n++) {
        glass_tree tree = {0};
        glass_memory_fail_at(n);
        status = glass_tree_read("a.yaml", text, strlen(text), &tree);
        glass_memory_fail_at(0);
        assert_true(status == GLASS_OK || status == GLASS_E_MEMORY);
        glass_tree_clear(&tree);
        assert_int_equal(glass_memory_balance(), balance);
    }
    assert_int_equal(status, GLASS_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds_and_places), cmocka_unit_test(test_yaml),
        cmocka_unit_test(test_refusals),         cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_json_out),         cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
