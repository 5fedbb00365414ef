/* Compiled once per width, with GLASS_WIDTH(name) making the table's name. */
#include "vmath_width.h"
#include "numerics/vmath.h"

#define LOOP(name, expression)                                                             \
    static void loop_##name(size_t n, const double *x, const double *z, double *y)         \
    {                                                                                      \
        (void)z;                                                                           \
        for (size_t i = 0; i < n; i += VD) {                                               \
            vd a = v_load(x + i), other;                                                   \
            (void)other;                                                                   \
            v_store(y + i, expression);                                                    \
        }                                                                                  \
    }

LOOP(exp, v_exp(a))
LOOP(expm1, v_expm1(a))
LOOP(log, v_log(a))
LOOP(sqrt, v_sqrt(a))
LOOP(tanh, v_tanh(a))
LOOP(tanh_d, (v_tanh_d(a, &other), other))
LOOP(tanh_both, v_tanh_d(a, &other) + other)
LOOP(sinh, v_sinhcosh(a, &other))
LOOP(cosh, (v_sinhcosh(a, &other), other))
LOOP(sinhcosh, v_sinhcosh(a, &other) + other)
LOOP(pow, v_pow(a, v_load(z + i)))
LOOP(cube, v_powi(a, 3))
LOOP(inverse_fifth, v_powi(a, -5))
LOOP(abs, v_abs(a))
LOOP(min, v_min(a, v_load(z + i)))
LOOP(max, v_max(a, v_load(z + i)))
LOOP(select, v_select((vi)(a < v_load(z + i)), a, v_set(1.0)))
LOOP(any, v_set(v_any((vi)(a > 0.0)) + 2.0 * v_all((vi)(a > 0.0))))
LOOP(copysign, v_copysign(a, v_load_loose(z + i)))
LOOP(sum, v_set(v_sum(a)))

#define ROW(name)                                                                          \
    {                                                                                      \
#name, loop_##name                                                                 \
    }
const vmath_loops GLASS_WIDTH(vmath_loops)[] = {
    ROW(exp),           ROW(expm1), ROW(log),     ROW(sqrt),     ROW(tanh),   ROW(tanh_d),
    ROW(tanh_both),     ROW(sinh),  ROW(cosh),    ROW(sinhcosh), ROW(pow),    ROW(cube),
    ROW(inverse_fifth), ROW(abs),   ROW(min),     ROW(max),      ROW(select), ROW(any),
    ROW(copysign),      ROW(sum),   {NULL, NULL},
};
