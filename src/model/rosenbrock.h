/* Rosenbrock methods: one matrix per step, no iteration, stiffly accurate, for index-1
 * systems. In the transformed variables U:
 *     (M/(gamma h) - J) U_i = f(Y_i) + M sum_j C_ij/h U_j + d_i h f_t,
 *     Y_i = y + sum_j A_ij U_j,    y_new = Y_last + U_last,
 * and U_last is the error of Y_last, which is a solution of one order less. */
#ifndef GLASSCELL_ROSENBROCK_H
#define GLASSCELL_ROSENBROCK_H

enum { ROSENBROCK_STAGES = 6 };

typedef struct rosenbrock {
    int stages, order; /* the error that is told falls with h to the power `order` */
    double gamma;
    double A[ROSENBROCK_STAGES][5], C[ROSENBROCK_STAGES][5];
    double alpha[ROSENBROCK_STAGES], d[ROSENBROCK_STAGES]; /* time of a stage; see above */
    int at_begin[ROSENBROCK_STAGES]; /* Y_i is y itself: f is known there */
    /* within the step: y (1-s) + s (y_new + (1-s) (D_0 U + s D_1 U)) */
    double dense[2][5];
} rosenbrock;

enum { ROSENBROCK_RODAS, ROSENBROCK_RODAS3, ROSENBROCK_COUNT };

static const rosenbrock rosenbrock_methods[ROSENBROCK_COUNT] = {
    /* RODAS, order 4(3), dense output of order 3. E. Hairer, G. Wanner, Solving Ordinary
     * Differential Equations II, 2nd ed. (1996), sec. IV.10 and VI.4. */
    [ROSENBROCK_RODAS] =
        {.stages = 6,
         .order = 4,
         .gamma = 0.25,
         .A = {{0},
               {1.544},
               {0.9466785280815826, 0.2557011698983284},
               {3.314825187068521, 2.896124015972201, 0.9986419139977817},
               {1.221224509226641, 6.019134481288629, 12.53708332932087,
                -0.6878860361058950},
               {1.221224509226641, 6.019134481288629, 12.53708332932087,
                -0.6878860361058950, 1}},
         .C = {{0},
               {-5.6688},
               {-2.430093356833875, -0.2063599157091915},
               {-0.1073529058151375, -9.594562251023355, -20.47028614809616},
               {7.496443313967647, -10.24680431464352, -33.99990352819905,
                11.70890893206160},
               {8.083246795921522, -7.981132988064893, -31.52159432874371,
                16.31930543123136, -6.058818238834054}},
         .alpha = {0, 0.386, 0.21, 0.63, 1, 1},
         .d = {0.25, -0.1043, 0.1035, -0.03620000000000023, 0, 0},
         .at_begin = {1},
         .dense = {{10.12623508344586, -7.487995877610167, -34.80091861555747,
                    -7.992771707568823, 1.025137723295662},
                   {-0.6762803392801253, 6.087714651680015, 16.43084320892478,
                    24.76722511418386, -6.594389125716872}}},
    /* RODAS3, order 3(2): A. Sandu et al., Atmospheric Environment 31 (1997) 3459. A third
     * of the work for a step. Its dense output, of order 2 for both kinds of unknowns, is
     * what the conditions of that order and sum b_i(s) alpha_i^2 = s^3/3 leave. */
    [ROSENBROCK_RODAS3] = {.stages = 4,
                           .order = 3,
                           .gamma = 0.5,
                           .A = {{0}, {0}, {2, 0}, {2, 0, 1}},
                           .C = {{0}, {4}, {1, -1}, {1, -1, -8.0 / 3}},
                           .alpha = {0, 0, 1, 1},
                           .d = {0.5, 1.5, 0, 0},
                           .at_begin = {1, 1},
                           .dense = {{3, -1, -1, -1}, {0, 0, 0, 2}}},
};

#endif
