/* Each law as an expression and as the function that a careful person writes for it: the
 * same vector functions, value and derivative together, constants folded by hand. Compiled
 * once per width. Sources of the laws: tests/data/laws/ORIGIN.md. */
#include "law_twin.h"
#include "numerics/vmath.h"

#define TWIN(name)                                                                         \
    static inline                                                                          \
        __attribute__((always_inline)) void twin_##name##_at(vd x, vd *y, vd *dy);         \
    static void twin_##name(size_t n, const double *x, double *y, double *dy)              \
    {                                                                                      \
        for (size_t i = 0; i < n; i += VD) {                                               \
            vd value, slope;                                                               \
            twin_##name##_at(v_load_loose(x + i), &value, &slope);                         \
            v_store_loose(y + i, value);                                                   \
            v_store_loose(dy + i, slope);                                                  \
        }                                                                                  \
    }                                                                                      \
    static inline void twin_##name##_at(vd x, vd *y, vd *dy)

/* y += a tanh(b (x - x0)) */
#define ADD_TANH(a, b, x0)                                                                 \
    do {                                                                                   \
        vd d_;                                                                             \
        *y += (a)*v_tanh_d((b) * (x - (x0)), &d_);                                         \
        *dy += ((a) * (b)) * d_;                                                           \
    } while (0)
/* y += a tanh(c + b x) */
#define ADD_TANH_LINE(a, b, c)                                                             \
    do {                                                                                   \
        vd d_;                                                                             \
        *y += (a)*v_tanh_d((b)*x + (c), &d_);                                              \
        *dy += ((a) * (b)) * d_;                                                           \
    } while (0)
#define ADD_EXP(a, b)                                                                      \
    do {                                                                                   \
        vd e_ = (a)*v_exp((b)*x);                                                          \
        *y += e_;                                                                          \
        *dy += (b)*e_;                                                                     \
    } while (0)

TWIN(chen_un)
{
    *y = v_set(0.2482);
    *dy = v_set(0.0);
    ADD_EXP(1.9793, -39.3631);
    ADD_TANH(-0.0909, 29.8538, 0.1234);
    ADD_TANH(-0.04478, 14.9159, 0.2769);
    ADD_TANH(-0.0205, 30.4444, 0.6103);
}
TWIN(chen_up)
{
    *y = -0.8090 * x + 4.4875;
    *dy = v_set(-0.8090);
    ADD_TANH(-0.0428, 18.5138, 0.5542);
    ADD_TANH(-17.7326, 15.7890, 0.3117);
    ADD_TANH(17.5842, 15.9308, 0.3120);
}
TWIN(chen_de)
{
    *y = (8.794e-17 * x - 3.972e-13) * x + 4.862e-10;
    *dy = 2 * 8.794e-17 * x - 3.972e-13;
}
TWIN(chen_kappa)
{
    vd c = x * 1e-3, root = v_sqrt(c), square = c * c;
    *y = c * (3.329 - 2.51 * root + 0.1297 * square);
    *dy = 3.329e-3 - 1.5e-3 * 2.51 * root + 3e-3 * 0.1297 * square;
}
TWIN(marquis_de)
{
    *y = 5.34e-10 * v_exp(-0.65e-3 * x);
    *dy = -0.65e-3 * *y;
}
TWIN(marquis_kappa)
{
    *y = ((0.1554e-9 * x - 1.052e-6) * x + 1.9101e-3) * x + 0.0911;
    *dy = (3 * 0.1554e-9 * x - 2 * 1.052e-6) * x + 1.9101e-3;
}
TWIN(marquis_un)
{
    *y = v_set(0.194);
    *dy = v_set(0.0);
    ADD_EXP(1.5, -120.0);
    ADD_TANH(0.0351, 1 / 0.083, 0.286);
    ADD_TANH(-0.0045, 1 / 0.119, 0.849);
    ADD_TANH(-0.035, 1 / 0.05, 0.9233);
    ADD_TANH(-0.0147, 1 / 0.034, 0.5);
    ADD_TANH(-0.102, 1 / 0.142, 0.194);
    ADD_TANH(-0.022, 1 / 0.0164, 0.9);
    ADD_TANH(-0.011, 1 / 0.0226, 0.124);
    ADD_TANH(0.0155, 1 / 0.029, 0.105);
}
TWIN(marquis_up)
{
    *y = v_set(2.16216);
    *dy = v_set(0.0);
    ADD_TANH_LINE(0.07645, -54.4806 * 1.062, 30.834);
    ADD_TANH_LINE(2.1581, -50.294 * 1.062, 52.294);
    ADD_TANH_LINE(-0.14169, -19.8543 * 1.062, 11.0923);
    ADD_TANH_LINE(0.2051, -5.4888 * 1.062, 1.4684);
    ADD_TANH_LINE(0.2531, -1.062 / 0.1316, 0.56478 / 0.1316);
    ADD_TANH_LINE(-0.02167, 1.062 / 0.006, -0.525 / 0.006);
}
TWIN(pouch_un)
{
    *y = v_set(-3.50928033e+04);
    *dy = v_set(0.0);
    ADD_EXP(9.47057878e-01, -1.59418743e+02);
    ADD_TANH(1.64230269e-01, -4.55509094e+01, 3.24116012e-02);
    ADD_TANH(3.69968491e-02, -1.96718868e+01, 1.68334476e-01);
    ADD_TANH(1.91517003e+04, 3.19648312e+00, 1.85139824e+00);
    ADD_TANH(5.42448511e+04, -3.19009848e+00, 2.01660395e+00);
}
TWIN(pouch_up)
{
    *y = -3.04420906 * x + 10.04892207;
    *dy = v_set(-3.04420906);
    ADD_TANH(-0.65637536, -4.02134095, 0.80063948);
    ADD_TANH(4.24678547, 12.17805062, 7.57659337);
    ADD_TANH(-0.3757068, 59.33067782, 0.99784492);
}
TWIN(pouch_entropy)
{
    vd u = x - 0.08309, e = 0.3561e-3 * v_exp(u * u * (-1 / 0.004616));
    *y = -0.1112e-3 * x + 0.02914e-3 + e;
    *dy = (-2 / 0.004616) * u * e - 0.1112e-3;
}
TWIN(lfp_up)
{
    *y = -1.49721852e-02 * x + 3.41285712e+00;
    *dy = v_set(-1.49721852e-02);
    ADD_EXP(3.54866018e+14, -3.95729493e+02);
    vd e = v_exp(-1.10108622e+02 * (1 - x));
    *y -= 1.45998465e+00 * e;
    *dy -= (1.45998465e+00 * 1.10108622e+02) * e;
}

/* Two that are no sum: code on registers. */
TWIN(product)
{
    vd slope, t = v_tanh_d(8.0 * x, &slope), e = v_exp(-3.0 * x);
    *y = t * e + x * (1 - x);
    *dy = 8.0 * slope * e - 3.0 * t * e + (1 - 2 * x);
}
TWIN(rational)
{
    vd e = v_exp(0.5 * x), below = 1.0 / (1 + 2 * x * x), above = 0.3 + e + 0.2 * x;
    *y = above * below;
    *dy = (0.5 * e + 0.2 - *y * 4.0 * x) * below;
}

#define ROW(name, from, to, expression)                                                    \
    {                                                                                      \
#name, twin_##name, expression, from, to                                           \
    }
const law_twin GLASS_WIDTH(law_twins)[] = {
    ROW(chen_un, 0.02, 0.95,
        "1.9793 * exp(-39.3631 * x) + 0.2482 - 0.0909 * tanh(29.8538 * (x - 0.1234)) - "
        "0.04478 * tanh(14.9159 * (x - 0.2769)) - 0.0205 * tanh(30.4444 * (x - 0.6103))"),
    ROW(chen_up, 0.2, 0.99,
        "-0.8090 * x + 4.4875 - 0.0428 * tanh(18.5138 * (x - 0.5542)) - 17.7326 * "
        "tanh(15.7890 * (x - 0.3117)) + 17.5842 * tanh(15.9308 * (x - 0.3120))"),
    ROW(chen_de, 1, 2500,
        "8.794e-11 * (x / 1000) ** 2 - 3.972e-10 * (x / 1000) + 4.862e-10"),
    ROW(chen_kappa, 1, 2500,
        "0.1297 * (x / 1000) ** 3 - 2.51 * (x / 1000) ** 1.5 + 3.329 * (x / 1000)"),
    ROW(marquis_de, 1, 2500, "5.34e-10 * exp(-0.65 * x / 1000)"),
    ROW(marquis_kappa, 1, 2500,
        "0.0911 + 1.9101 * (x / 1000) - 1.052 * (x / 1000) ** 2 + 0.1554 * (x / 1000) ** "
        "3"),
    ROW(marquis_un, 0.02, 0.95,
        "0.194 + 1.5 * exp(-120.0 * x) + 0.0351 * tanh((x - 0.286) / 0.083) - 0.0045 * "
        "tanh((x - 0.849) / 0.119) - 0.035 * tanh((x - 0.9233) / 0.05) - 0.0147 * tanh((x "
        "- "
        "0.5) / 0.034) - 0.102 * tanh((x - 0.194) / 0.142) - 0.022 * tanh((x - 0.9) / "
        "0.0164) - 0.011 * tanh((x - 0.124) / 0.0226) + 0.0155 * tanh((x - 0.105) / "
        "0.029)"),
    ROW(marquis_up, 0.5, 0.99,
        "2.16216 + 0.07645 * tanh(30.834 - 54.4806 * (1.062 * x)) + 2.1581 * tanh(52.294 - "
        "50.294 * (1.062 * x)) - 0.14169 * tanh(11.0923 - 19.8543 * (1.062 * x)) + 0.2051 "
        "* "
        "tanh(1.4684 - 5.4888 * (1.062 * x)) + 0.2531 * tanh((-(1.062 * x) + 0.56478) / "
        "0.1316) - 0.02167 * tanh(((1.062 * x) - 0.525) / 0.006)"),
    ROW(pouch_un, 0.005, 0.8,
        "9.47057878e-01 * exp(-1.59418743e+02  * x) - 3.50928033e+04 + 1.64230269e-01 * "
        "tanh(-4.55509094e+01 * (x - 3.24116012e-02 )) + 3.69968491e-02 * "
        "tanh(-1.96718868e+01 * (x - 1.68334476e-01)) + 1.91517003e+04 * "
        "tanh(3.19648312e+00 * (x - 1.85139824e+00)) + 5.42448511e+04 * "
        "tanh(-3.19009848e+00 * (x - 2.01660395e+00))"),
    ROW(pouch_up, 0.4, 0.99,
        "-3.04420906 * x + 10.04892207 - 0.65637536 * tanh(-4.02134095 * (x - 0.80063948)) "
        "+ "
        "4.24678547 * tanh(12.17805062 * (x - 7.57659337)) - 0.3757068 * tanh(59.33067782 "
        "* "
        "(x - 0.99784492))"),
    ROW(pouch_entropy, 0.005, 0.95,
        "(-0.1112 * x + 0.02914 + 0.3561 * exp(-((x - 0.08309) ** 2) / 0.004616)) / 1000"),
    ROW(lfp_up, 0.05, 0.98,
        "3.41285712e+00 - 1.49721852e-02 * x + 3.54866018e+14 * exp(-3.95729493e+02 * x) - "
        "1.45998465e+00 * exp(-1.10108622e+02 * (1 - x))"),
    ROW(product, 0.01, 0.99, "tanh(8 * x) * exp(-3 * x) + x * (1 - x)"),
    ROW(rational, 0.01, 0.99, "(0.3 + exp(0.5 * x) + 0.2 * x) / (1 + 2 * x ** 2)"),
    {NULL, NULL, NULL, 0, 0},
};
