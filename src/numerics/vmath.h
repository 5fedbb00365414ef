/* Elementary functions on vectors of doubles, for kernels that are compiled once per width.
 *
 * `vd` holds VD doubles: what one register of the target holds (2 plain, 4 with
 * -march=x86-64-v3, 8 with -march=x86-64-v4). A kernel loops over arrays whose length is a
 * multiple of VD_BLOCK = 8 and which are aligned to 64 bytes, in steps of VD:
 *
 *     for (size_t i = 0; i < n; i += VD) v_store(y + i, v_exp(v_load(x + i)));
 *
 * The arithmetic operators and comparisons of the compiler's vector types work on `vd`,
 * with plain numbers too (x * 2.0 + y); a comparison gives a `vi`, all ones or zeros.
 * Everything is static and inline: no copy compiled for a wide machine can reach a narrow
 * one through the linker. Compile kernels with -ffp-contract=fast and without -ffast-math.
 *
 * Errors, in units in the last place, are measured by tests/unit/test_vmath.c, for every
 * width. NaN in, NaN out, everywhere. */
#ifndef GLASSCELL_VMATH_H
#define GLASSCELL_VMATH_H

#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#if defined(__AVX512F__) && defined(__AVX512DQ__)
#define VD 8
#elif defined(__AVX__)
#define VD 4
#else
#define VD 2
#endif
/* Arrays for kernels are padded to a multiple of this, whatever the width. */
#define VD_BLOCK 8

typedef double vd __attribute__((vector_size(8 * VD)));
typedef long long vi __attribute__((vector_size(8 * VD)));
typedef unsigned long long vmath_vu __attribute__((vector_size(8 * VD)));
/* What memory holds: `loose` need not be aligned. */
typedef double vmath_memory __attribute__((vector_size(8 * VD)));
typedef double vmath_loose __attribute__((vector_size(8 * VD), aligned(8)));

#define VMATH static inline __attribute__((always_inline, unused))

VMATH vd v_set(double a)
{
    return a - (vd){0};
}
VMATH vd v_load(const double *p)
{
    return *(const vmath_memory *)p;
}
VMATH void v_store(double *p, vd a)
{
    *(vmath_memory *)p = a;
}
VMATH vd v_load_loose(const double *p)
{
    return *(const vmath_loose *)p;
}
VMATH void v_store_loose(double *p, vd a)
{
    *(vmath_loose *)p = a;
}

/* m ? a : b, lane by lane; m from a comparison. */
VMATH vd v_select(vi m, vd a, vd b)
{
    return (vd)((m & (vi)a) | (~m & (vi)b));
}

/* 1 if any (all) of the lanes of a comparison hold. */
VMATH int v_any(vi m)
{
#if VD == 8
    return _mm512_movepi64_mask((__m512i)m) != 0;
#elif VD == 4
    return _mm256_movemask_pd((__m256d)m) != 0;
#elif defined(__SSE2__)
    return _mm_movemask_pd((__m128d)m) != 0;
#else
    return (m[0] | m[1]) != 0;
#endif
}
VMATH int v_all(vi m)
{
    return !v_any(~m);
}

/* The smaller and the larger; when one is NaN, the result is `b`: put limits first. */
VMATH vd v_min(vd a, vd b)
{
#if VD == 8
    return (vd)_mm512_min_pd((__m512d)a, (__m512d)b);
#elif VD == 4
    return (vd)_mm256_min_pd((__m256d)a, (__m256d)b);
#elif defined(__SSE2__)
    return (vd)_mm_min_pd((__m128d)a, (__m128d)b);
#else
    return v_select((vi)(a < b), a, b);
#endif
}
VMATH vd v_max(vd a, vd b)
{
#if VD == 8
    return (vd)_mm512_max_pd((__m512d)a, (__m512d)b);
#elif VD == 4
    return (vd)_mm256_max_pd((__m256d)a, (__m256d)b);
#elif defined(__SSE2__)
    return (vd)_mm_max_pd((__m128d)a, (__m128d)b);
#else
    return v_select((vi)(a > b), a, b);
#endif
}

VMATH vd v_sqrt(vd a)
{
#if VD == 8
    return (vd)_mm512_sqrt_pd((__m512d)a);
#elif VD == 4
    return (vd)_mm256_sqrt_pd((__m256d)a);
#elif defined(__SSE2__)
    return (vd)_mm_sqrt_pd((__m128d)a);
#else
    return (vd){__builtin_sqrt(a[0]), __builtin_sqrt(a[1])};
#endif
}

/* a * b + c, in one rounding where the machine can (not with the plain width). */
VMATH vd v_fma(vd a, vd b, vd c)
{
#if VD == 8
    return (vd)_mm512_fmadd_pd((__m512d)a, (__m512d)b, (__m512d)c);
#elif VD == 4 && defined(__FMA__)
    return (vd)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c);
#elif defined(__FP_FAST_FMA)
    return (vd){__builtin_fma(a[0], b[0], c[0]), __builtin_fma(a[1], b[1], c[1])};
#else
    return a * b + c;
#endif
}

/* What rounding took from the product p = a * b (by Dekker 1971 without fused operations).
 */
VMATH vd vmath_product_error(vd a, vd b, vd p)
{
#if defined(__FP_FAST_FMA)
    return v_fma(a, b, -p);
#else
    vd ta = a * 0x1.000002p27, tb = b * 0x1.000002p27;
    vd ah = ta - (ta - a), bh = tb - (tb - b), al = a - ah, bl = b - bh;
    return ((ah * bh - p) + ah * bl + al * bh) + al * bl;
#endif
}

VMATH vd v_abs(vd a)
{
    return (vd)((vi)a & INT64_MAX);
}
/* |a| with the sign of b. */
VMATH vd v_copysign(vd a, vd b)
{
    return (vd)(((vi)a & INT64_MAX) | ((vi)b & INT64_MIN));
}
VMATH double v_sum(vd a) /* of the lanes, pairwise */
{
    double s[VD];
    for (int k = 0; k < VD; k++) s[k] = a[k];
    for (int w = VD / 2; w > 0; w /= 2)
        for (int k = 0; k < w; k++) s[k] += s[k + w];
    return s[0];
}

/* Adding this number rounds to an integer, which then stands in the lowest bits. */
#define VMATH_ROUND 0x1.8p52

/* x = k ln 2 + r with |r| <= ln 2 / 2 (Cody and Waite 1980: ln 2 in two parts, k times the
 * first is exact). Fills e^r - 1 to the last digits even where r is tiny, and returns
 * 2^(k + shift), 0 below the smallest normal power. The polynomial is the minimax one of
 * (e^r - 1 - r - r^2/2) / r^3, error 6e-18, summed in pairs (Estrin) to keep chains short.
 */
VMATH vd vmath_exp_parts(vd x, int shift, vd *q)
{
    vd t = x * 0x1.71547652b82fep+0 + VMATH_ROUND, k = t - VMATH_ROUND;
    vd r = (x - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33;
    vd r2 = r * r, r4 = r2 * r2;
    vd a = r * 0x1.5555555553125p-5 + 0x1.555555555555cp-3;
    vd b = r * 0x1.6c16c17d0cbe3p-10 + 0x1.111111110e528p-7;
    vd c = r * 0x1.a019aa4151cd9p-16 + 0x1.a01a01b694150p-13;
    vd d = r * 0x1.28a0792967692p-22 + 0x1.71dde82fd4fa0p-19;
    vd p = (a + b * r2) + r4 * ((c + d * r2) + r4 * 0x1.af79bc11df9c4p-26);
    *q = r + r2 * (0.5 + r * p);
    return (vd)((vmath_vu)((vi)t + (1023 + shift)) << 52);
}

/* e^x. Infinity above 709.78, 0 below -708.04 (where the result stops being normal). */
VMATH vd v_exp(vd x)
{
    vd q, s = vmath_exp_parts(v_min(v_set(710.0), v_max(v_set(-708.7), x)), -1, &q);
    return (2.0 + 2.0 * q) * s;
}

/* e^x - 1 without cancellation; same limits. */
VMATH vd v_expm1(vd x)
{
    vd q, s = vmath_exp_parts(v_min(v_set(710.0), v_max(v_set(-50.0), x)), -1, &q);
    return 2.0 * (s * q + (s - 0.5));
}

/* tanh x and its derivative 1 - tanh^2 x, each to its own last digits at any x, also where
 * 1 - t*t would have none: with e = exp(-2|x|), t = (1 - e)/(1 + e), t' = 4 e/(1 + e)^2. */
VMATH vd v_tanh_d(vd x, vd *derivative)
{
    vd q, s = vmath_exp_parts(v_max(v_set(-708.0), v_abs(x) * -2.0), 0, &q);
    vd e = s + s * q, inverse = 1.0 / (1.0 + e);
    *derivative = (4.0 * e * inverse) * inverse;
    return v_copysign((s * q + (s - 1.0)) * inverse, x);
}
VMATH vd v_tanh(vd x)
{
    vd derivative;
    return v_tanh_d(x, &derivative);
}

/* sinh x and cosh x from one exponential; infinite above |x| = 710.47. */
VMATH vd v_sinhcosh(vd x, vd *cosh_x)
{
    vd q, s = vmath_exp_parts(v_min(v_set(710.6), v_abs(x)), -2, &q);
    vd half = 2.0 * (s + s * q), half_m1 = 2.0 * (s * q + (s - 0.25));
    vd rest = 0.25 / half; /* half = e^|x| / 2, half_m1 = (e^|x| - 1) / 2 */
    *cosh_x = half + rest;
    return v_copysign(half_m1 * (1.0 + 2.0 * rest), x);
}

/* x = 2^k m with m in [sqrt 1/2, sqrt 2), f = m - 1; log m = f - f^2/2 + s (f^2/2 +
 * R(s^2)), s = f/(2 + f), R the minimax polynomial of 2 artanh(s)/s - 2 (error 1e-18): the
 * leading part is exact and the rest small. Returns `f - rest` unsummed. */
VMATH vd vmath_log_parts(vd x, vd *k, vd *f)
{
    vi small = (vi)(x < 0x1p-1022);
    vd y = v_select(small, x * 0x1p54, x);
    /* unsigned: the bits of a NaN are near the end of the signed numbers */
    vi u = (vi)((vmath_vu)y + (0x3ff0000000000000u - 0x3fe6a09e667f3bcdu));
    vd e = (vd)((vi)((vmath_vu)u >> 52) | 0x4330000000000000);
    *k = e - v_select(small, v_set(0x1p52 + 1023 + 54), v_set(0x1p52 + 1023));
    *f = (vd)((u & 0x000fffffffffffff) + 0x3fe6a09e667f3bcd) - 1.0;
    vd s = *f / (2.0 + *f), z = s * s, z2 = z * z, half = 0.5 * *f * *f;
    vd a = z * 0x1.999999997fb30p-2 + 0x1.5555555555593p-1;
    vd b = z * 0x1.c71c51e7e9ab6p-3 + 0x1.2492494217b51p-2;
    vd c = z * 0x1.39a0f4c82c4fbp-3 + 0x1.7466462f0a39ep-3;
    vd p = a + z2 * (b + z2 * (c + z2 * 0x1.2f0d90b3011bcp-3));
    return half - s * (half + z * p);
}

/* What a logarithm is outside the positive finite numbers. */
VMATH vd vmath_log_edges(vd x, vd y)
{
    y = v_select((vi)(x < __builtin_inf()), y, x);
    y = v_select((vi)(x < 0.0), v_set(__builtin_nan("")), y);
    return v_select((vi)(x == 0.0), v_set(-__builtin_inf()), y);
}

/* Natural logarithm: -infinity at 0, NaN below. */
VMATH vd v_log(vd x)
{
    vd k, f, rest = vmath_log_parts(x, &k, &f);
    vd y = k * 0x1.62e42feep-1 - ((rest - k * 0x1.a39ef35793c76p-33) - f);
    return vmath_log_edges(x, y);
}

/* x^n for a whole n by squaring: about log2 n roundings. */
VMATH vd v_powi(vd x, int n)
{
    vd y = v_set(1.0);
    for (unsigned m = n < 0 ? 0u - (unsigned)n : (unsigned)n; m; m >>= 1) {
        if (m & 1) y *= x;
        x *= x;
    }
    return n < 0 ? 1.0 / y : y;
}

/* x^y as C's pow for all finite numbers, by exp(y log x) with log x in two parts; the error
 * grows as 2 + |y|/8 units in the last place. x^0 = 1. */
VMATH vd v_pow(vd x, vd y)
{
    vd k, f, a = v_abs(x), rest = vmath_log_parts(a, &k, &f);
    vd lead = k * 0x1.62e42feep-1, high = lead + f; /* k = 0 or |lead| > |f| */
    vd low = (f - (high - lead)) - (rest - k * 0x1.a39ef35793c76p-33);
    vd sum = high + low;
    low -= sum - high;
    vd product = y * sum, carry = vmath_product_error(y, sum, product) + y * low;
    product = v_select((vi)(a < __builtin_inf()), product, y * a); /* infinite, NaN */
    product = v_select((vi)(a == 0.0), y * -__builtin_inf(), product);
    carry = v_select((vi)(v_abs(product) < 1e4), carry, v_set(0.0));
    vd z = v_exp(product) * (1.0 + carry);
    /* Negative x: defined for whole y only, odd ones keep the sign. */
    vd size = v_abs(y), t = size + 0x1p52;
    vi whole = (vi)(t - 0x1p52 == size) | (vi)(size >= 0x1p52);
    vi odd = ((vi)t << 63) & whole & (vi)(size < 0x1p52);
    vd of_negative = v_select(whole, (vd)((vi)z | odd), v_set(__builtin_nan("")));
    z = v_select((vi)(x < 0.0), of_negative, z);
    return v_select((vi)(y == 0.0), v_set(1.0), z);
}

#endif
