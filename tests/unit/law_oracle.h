/* A second reading of law expressions, written apart from the library: straight from the
 * text, in long double, one point at a time, without folding or reordering anything. What
 * the library makes of an expression is held against it. */
#ifndef GLASSCELL_LAW_ORACLE_H
#define GLASSCELL_LAW_ORACLE_H

typedef struct law_oracle {
    long double y, dy;
    long double error; /* a bound on the error of y computed in doubles, in DBL_EPSILON */
    long double slope; /* the size of what adds up to dy */
    int is_variable;   /* x occurs in it */
    int is_near_edge;  /* x lies near a kink, or where a function ends */
} law_oracle;

/* 1 if `text` was read to its end. */
int law_oracle_at(const char *text, double x, law_oracle *out);

#endif
