/* Leaks that are not ours, told to the leak sanitizer. */

const char *__lsan_default_suppressions(void);

/* libfyaml 0.7 loses the buffer of a long text that is broken over lines by a lone carriage
 * return (fy_token_get_text). Our own use of it is checked by the unit tests, where nothing
 * is suppressed. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml.so\n";
}
