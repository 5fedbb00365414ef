/* Decimal numbers in and out of text, exactly and fast.
 *
 * Tables of measurements are mostly numbers, so both ways do without the C library where
 * 128-bit integers suffice: the decimal w 10^e is then a quotient or product of integers
 * that are known exactly, and is rounded once. What is left over (more than 19 digits, very
 * large and very small numbers) goes to strtod and printf, which are exact too. */
#include "base/text.h"

#include <locale.h>
#include <math.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 number_wide;

enum {
    NUMBER_DIGITS = 19, /* 10^19 - 1 fits 64 bits */
    NUMBER_UP = 19,     /* w 10^19 fits 128 bits */
    NUMBER_DOWN = 21    /* 2^127 / 10^21 has the 54 bits that rounding needs, and more */
};

static number_wide number_power(int n)
{
    static const uint64_t powers[] = {1u,
                                      10u,
                                      100u,
                                      1000u,
                                      10000u,
                                      100000u,
                                      1000000u,
                                      10000000u,
                                      100000000u,
                                      1000000000u,
                                      10000000000u,
                                      100000000000u,
                                      1000000000000u,
                                      10000000000000u,
                                      100000000000000u,
                                      1000000000000000u,
                                      10000000000000000u,
                                      100000000000000000u,
                                      1000000000000000000u,
                                      10000000000000000000u};
    return n <= 19 ? powers[n] : (number_wide)powers[19] * powers[n - 19];
}

static int number_bits(number_wide value)
{
    uint64_t high = (uint64_t)(value >> 64), low = (uint64_t)value;
    if (high) return 128 - __builtin_clzll(high);
    return low ? 64 - __builtin_clzll(low) : 0;
}

/* value 2^power, to the nearest double, to even when half-way; `rest` says that there is
 * something below the last bit of value. The result is a normal number. */
static double number_round(number_wide value, int rest, int power)
{
    int shift = number_bits(value) - 53;
    if (shift <= 0) return ldexp((double)(uint64_t)value, power);
    uint64_t whole = (uint64_t)(value >> shift);
    number_wide below = value - ((number_wide)whole << shift);
    number_wide half = (number_wide)1 << (shift - 1);
    if (below > half || (below == half && (rest || (whole & 1)))) whole++;
    return ldexp((double)whole, power + shift);
}

/* w 10^exponent where 128 bits suffice. Returns 0 where they do not. */
static int number_make(uint64_t w, int exponent, double *out)
{
    static const double exact[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (w <= (uint64_t)1 << 53 && exponent >= -22 && exponent <= 22) {
        /* both are doubles, so that IEEE rounds their quotient or product right */
        *out = exponent < 0 ? (double)w / exact[-exponent] : (double)w * exact[exponent];
        return 1;
    }
    if (w == 0 || exponent < -NUMBER_DOWN || exponent > NUMBER_UP) return 0;
    if (exponent >= 0) {
        *out = number_round(w * number_power(exponent), 0, 0);
        return 1;
    }
    int lift = 127 - number_bits(w);
    number_wide up = (number_wide)w << lift, down = number_power(-exponent);
    number_wide quotient = up / down;
    *out = number_round(quotient, quotient * down != up, -lift);
    return 1;
}

/* ---- in ---- */

typedef struct number_scan {
    uint64_t w;
    int digits; /* significant ones in w */
    int exponent;
    int is_long; /* more digits came than w can hold */
} number_scan;

static const char *number_scan_digits(const char *p, number_scan *scan, int is_part)
{
    for (; *p >= '0' && *p <= '9'; p++) {
        if (scan->digits == NUMBER_DIGITS) {
            scan->is_long = 1;
            continue;
        }
        scan->w = scan->w * 10 + (uint64_t)(*p - '0');
        if (scan->w) scan->digits++;
        scan->exponent -= is_part;
    }
    return p;
}

static const char *number_scan_exponent(const char *p, number_scan *scan)
{
    const char *q = p + 1;
    int is_minus = *q == '-', power = 0;
    if (*q == '+' || *q == '-') q++;
    if (*q < '0' || *q > '9') return p;
    for (; *q >= '0' && *q <= '9'; q++)
        if (power < 100000) power = power * 10 + (*q - '0');
    scan->exponent += is_minus ? -power : power;
    return q;
}

/* The C locale, made once; the loser of a race gives its copy back. */
static locale_t number_locale(void)
{
    static _Atomic(locale_t) c_locale;
    locale_t known = atomic_load_explicit(&c_locale, memory_order_acquire);
    if (known) return known;
    locale_t made = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (atomic_compare_exchange_strong(&c_locale, &known, made)) return made;
    freelocale(made);
    return known;
}

const char *glass_number_read(const char *text, double *out)
{
    while (*text == ' ' || *text == '\t') text++;
    number_scan scan = {0};
    const char *digits = text + (*text == '+' || *text == '-');
    const char *p = number_scan_digits(digits, &scan, 0);
    int has_digits = p > digits;
    if (*p == '.') {
        const char *part = p + 1, *end = number_scan_digits(part, &scan, 1);
        if (end > part || has_digits) {
            has_digits = 1;
            p = end;
        }
    }
    if (!has_digits) return NULL;
    if (*p == 'e' || *p == 'E') p = number_scan_exponent(p, &scan);
    double value;
    if (scan.is_long || !number_make(scan.w, scan.exponent, &value))
        /* strtod would take a hexadecimal number, which begins with one digit here */
        value = p - digits == 1 ? *digits - '0' : strtod_l(digits, NULL, number_locale());
    *out = *text == '-' ? -value : value;
    return p;
}

/* ---- out ---- */

/* |value| = w 10^exponent with the fewest digits that read back the same. */
typedef struct number_decimal {
    uint64_t w;
    int exponent;
} number_decimal;

/* The first 18 digits of a number of 1e-5 to 1e38, exactly: w 10^exponent and *rest, which
 * says that more follows. Returns 0 outside of the range. */
static int number_expand(double value, number_decimal *out, int *rest)
{
    int power;
    uint64_t m = (uint64_t)ldexp(frexp(value, &power), 53);
    power -= 53;
    int up = 17 - (int)floor(log10(value));
    if (up > 22 || up < -NUMBER_DOWN || power > 74) return 0;
    number_wide top = m, bottom = 1;
    if (up >= 0)
        top *= number_power(up);
    else
        bottom = number_power(-up);
    if (power >= 0)
        top <<= power;
    else if (-power < 127)
        bottom <<= -power;
    else
        return 0;
    number_wide whole = top / bottom;
    *out = (number_decimal){(uint64_t)whole, -up};
    *rest = whole * bottom != top;
    return whole >> 63 == 0;
}

/* Rounds away the last `n` of 18 digits; 1 if the rest still reads back as `value`. */
static int number_try(double value, number_decimal all, int rest, int n,
                      number_decimal *out)
{
    uint64_t unit = (uint64_t)number_power(n), half = unit / 2, below = all.w % unit;
    number_decimal cut = {all.w / unit, all.exponent + n};
    if (below > half || (below == half && (rest || (cut.w & 1)))) cut.w++;
    double back;
    if (!number_make(cut.w, cut.exponent, &back) || back != value) return 0;
    *out = cut;
    return 1;
}

/* The same by printf and strtod, for what 128 bits cannot hold. */
static number_decimal number_print(double value)
{
    char text[40];
    /* subnormal numbers hold fewer than 15 digits */
    for (int digits = value < 1e-307 ? 1 : 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*e", digits - 1, value);
        double back;
        if (glass_number_read(text, &back) && back == value) break;
    }
    number_decimal out = {0, 0};
    char *p = text;
    int parts = 0;
    for (; *p && *p != 'e'; p++) {
        if (*p < '0' || *p > '9') continue; /* the point, whatever the locale calls it */
        out.w = out.w * 10 + (uint64_t)(*p - '0');
        parts++;
    }
    out.exponent = atoi(p + 1) - (parts - 1);
    return out;
}

static number_decimal number_shortest(double value)
{
    number_decimal all, out;
    int rest;
    /* 15 digits are unique; 16 and 17 are needed where they were not enough */
    if (!number_expand(value, &all, &rest) ||
        (!number_try(value, all, rest, 3, &out) && !number_try(value, all, rest, 2, &out) &&
         !number_try(value, all, rest, 1, &out)))
        out = number_print(value);
    while (out.w % 10 == 0) {
        out.w /= 10;
        out.exponent++;
    }
    return out;
}

/* Digits and exponent as people write them: 100000, 0.0001, 1e-05, 1.5e+16. */
static void number_lay_out(number_decimal number, char *out)
{
    char digits[24];
    int n = 0;
    for (uint64_t w = number.w; w; w /= 10)
        digits[sizeof digits - ++n] = (char)('0' + w % 10);
    const char *first = digits + sizeof digits - n;
    int point = n + number.exponent; /* digits before the point */
    if (point > 16 || point < -3) {
        *out++ = first[0];
        if (n > 1) *out++ = '.';
        memcpy(out, first + 1, (size_t)n - 1);
        sprintf(out + n - 1, "e%+03d", point - 1);
        return;
    }
    if (point <= 0) {
        memcpy(out, "0.000", (size_t)(2 - point));
        memcpy(out + 2 - point, first, (size_t)n);
        out[2 - point + n] = 0;
        return;
    }
    int before = n < point ? n : point;
    memcpy(out, first, (size_t)before);
    memset(out + before, '0', (size_t)(point - before));
    out += point;
    if (n > point) {
        *out++ = '.';
        memcpy(out, first + point, (size_t)(n - point));
        out += n - point;
    }
    *out = 0;
}

char *glass_number_write(double value, char *out)
{
    char *p = out;
    if (isnan(value)) return strcpy(out, "nan");
    if (signbit(value)) *p++ = '-';
    if (isinf(value))
        strcpy(p, "inf");
    else if (value == 0)
        strcpy(p, "0");
    else
        number_lay_out(number_shortest(fabs(value)), p);
    return out;
}
