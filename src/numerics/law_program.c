#include "numerics/law_program.h"
#include "base/memory.h"

#include <string.h>

static void program_scale_form(law_program *p, double k)
{
    law_form *f = LAW_PROGRAM_AT(law_form, p, at_forms) + p->form;
    law_group *g = LAW_PROGRAM_AT(law_group, p, at_groups) + f->group;
    law_term *terms = LAW_PROGRAM_AT(law_term, p, at_terms);
    law_power *w = LAW_PROGRAM_AT(law_power, p, at_powers) + f->power;
    if (f->small >= 0) {
        law_small *small = LAW_PROGRAM_AT(law_small, p, at_smalls) + f->small;
        small->constant *= k;
        for (int j = 0; j < 2 * (LAW_SMALL_DEGREE + LAW_SMALL_HALVES); j++)
            small->at[j] *= k;
    }
    f->constant *= k;
    for (int i = 0; i < f->groups; i++) {
        double *data = LAW_PROGRAM_AT(double, p, at_data) + g[i].data;
        for (int j = 0; j < 2 * (g[i].degree + g[i].halves); j++) data[j] *= k;
        g[i].root *= k;
    }
    for (int i = 0; i < f->tanhs + f->exps; i++) {
        law_term *t = terms + (i < f->tanhs ? f->tanh + i : f->exp + i - f->tanhs);
        t->a *= k;
        t->ab *= k;
    }
    for (int i = 0; i < f->bells; i++) terms[f->bell + i].a *= k;
    for (int i = 0; i < f->powers; i++) {
        w[i].a *= k;
        w[i].slope *= k;
    }
}

static void program_scale_table(law_program *p, double k)
{
    law_piece *piece = LAW_PROGRAM_AT(law_piece, p, at_pieces);
    for (int i = 0; i <= p->table.knots; i++) {
        piece[i].y *= k;
        piece[i].s *= k;
        piece[i].c2 *= k;
        piece[i].c3 *= k;
    }
}

/* The last operation scales what stands in register 0: the same one again, if it does. */
static void program_scale_code(law_program *p, double k)
{
    law_op *last = LAW_PROGRAM_AT(law_op, p, at_ops) + p->ops - 1;
    if (last->code == LAW_SCALE && last->r == 0 && last->a == 0) {
        last->k *= k;
        return;
    }
    last[1] = (law_op){.k = k, .code = LAW_SCALE};
    p->ops++;
    p->bytes += sizeof(law_op);
}

law_program *law_program_scaled(const law_program *program, double k)
{
    law_program *p = glass_aligned(program->bytes + sizeof(law_op));
    if (!p) return NULL;
    memcpy(p, program, program->bytes);
    switch (p->shape) {
    case LAW_CONSTANT:
    case LAW_USER: p->scale *= k; break;
    case LAW_POLYNOMIAL:
    case LAW_FORM: program_scale_form(p, k); break;
    case LAW_TABLE: program_scale_table(p, k); break;
    case LAW_CODE: program_scale_code(p, k); break;
    }
    return p;
}
