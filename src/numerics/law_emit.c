#include "numerics/law_emit.h"
#include "base/memory.h"

#include <string.h>

/* Parts of the block while they grow. */
typedef struct emit_part {
    char *at;
    size_t used, room;
} emit_part;

typedef struct emit {
    law_builder *b;
    emit_part data, groups, smalls, terms, powers, forms, ops;
} emit;

/* n more of `size` bytes, zeroed; NULL without memory, noted in the builder. */
static void *emit_more(emit *e, emit_part *part, size_t n, size_t size)
{
    size_t bytes = n * size;
    if (part->used + bytes > part->room) {
        size_t room = 2 * (part->used + bytes) + 256;
        char *at = glass_realloc(part->at, room);
        if (!at) {
            e->b->status = GLASS_E_MEMORY;
            return NULL;
        }
        part->at = at;
        part->room = room;
    }
    void *fresh = part->at + part->used;
    part->used += bytes;
    return memset(fresh, 0, bytes);
}

static int emit_count(const emit_part *part, size_t size)
{
    return (int)(part->used / size);
}

/* Numbers of a group in the order of Horner's scheme, each beside its slope's. */
static int emit_group(emit *e, const law_sum_group *from)
{
    law_group *g = emit_more(e, &e->groups, 1, sizeof *g);
    if (!g) return 0;
    *g = (law_group){.b = from->v.b, .x0 = from->v.x0, .c = from->v.c};
    g->is_x = g->b == 1 && g->x0 == 0 && g->c == 0;
    g->root = (double)(from->q[0] * from->v.b / 2);
    g->data = emit_count(&e->data, sizeof(double));
    for (int k = 0; k <= LAW_DEGREE; k++) {
        if (from->p[k] != 0) g->degree = k;
        if (from->q[k] != 0) g->halves = k + 1;
    }
    if (g->halves == 1) g->halves = LAW_SMALL_HALVES; /* fewer shapes */
    if (g->degree == 0) g->degree = 1;
    double *d = emit_more(e, &e->data, 2 * (size_t)(g->degree + g->halves), sizeof *d);
    if (!d) return 0;
    for (int k = 1; k <= g->degree; k++) {
        *d++ = (double)from->p[k];
        *d++ = (double)(k * from->p[k] * from->v.b);
    }
    for (int k = 0; k < g->halves; k++) {
        long double next = k < LAW_DEGREE ? from->q[k + 1] : 0;
        *d++ = (double)from->q[k];
        *d++ = (double)((k + 1.5L) * next * from->v.b);
    }
    return 1;
}

static int emit_terms(emit *e, const law_sum *sum, law_sum_kind kind, int *first, int *n)
{
    *first = emit_count(&e->terms, sizeof(law_term));
    for (const law_sum_term *t = sum->terms; t; t = t->next) {
        if (t->kind != kind) continue;
        law_term *to = emit_more(e, &e->terms, 1, sizeof *to);
        if (!to) return 0;
        *to = (law_term){t->z.x0, t->z.b, t->z.c, (double)t->a, (double)(t->a * t->z.b)};
        if (kind == LAW_SUM_BELL) {
            to->b = t->square;
            to->ab = t->z.b;
        }
        ++*n;
    }
    return 1;
}

static int emit_power(emit *e, law_line v, long double a, int twice)
{
    law_power *to = emit_more(e, &e->powers, 1, sizeof *to);
    if (!to) return 0;
    *to = (law_power){v.x0, v.b, v.c, (double)a, (double)(a * v.b * twice / 2), twice};
    return 1;
}

/* x**16 takes four squarings, but sixteen steps of Horner's scheme. */
static int emit_is_sparse(const law_sum_group *g)
{
    int many = 0, degree = 0;
    for (int k = 0; k <= LAW_DEGREE; k++) {
        many += (g->p[k] != 0) + (g->q[k] != 0);
        if (g->p[k] != 0 || g->q[k] != 0) degree = k;
    }
    return degree > LAW_SMALL_DEGREE && 6 * many < degree;
}

static int emit_powers(emit *e, const law_sum *sum, law_form *f)
{
    f->power = emit_count(&e->powers, sizeof(law_power));
    for (const law_sum_term *t = sum->terms; t; t = t->next)
        if (t->kind == LAW_SUM_POWER && !emit_power(e, t->z, t->a, t->twice)) return 0;
    for (const law_sum_group *g = sum->groups; g; g = g->next) {
        for (int k = 0; emit_is_sparse(g) && k <= LAW_DEGREE; k++) {
            if (g->p[k] != 0 && !emit_power(e, g->v, g->p[k], 2 * k)) return 0;
            if (g->q[k] != 0 && !emit_power(e, g->v, g->q[k], 2 * k + 1)) return 0;
        }
    }
    f->powers = emit_count(&e->powers, sizeof(law_power)) - f->power;
    return 1;
}

/* The form's only polynomial, whole, if it is of small degree; -1 without memory. */
static int emit_small(emit *e, law_form *f)
{
    f->small = -1;
    if (f->groups != 1) return 0;
    const law_group *g = (const law_group *)(const void *)e->groups.at + f->group;
    if (g->degree > LAW_SMALL_DEGREE || g->root != 0) return 0;
    if (g->halves != 0 && g->halves != LAW_SMALL_HALVES) return 0;
    law_small *s = emit_more(e, &e->smalls, 1, sizeof *s);
    if (!s) return -1;
    *s = (law_small){g->b, g->x0, g->c, f->constant, g->is_x, g->degree, g->halves, {0}};
    const double *data = (const double *)(const void *)e->data.at + g->data;
    memcpy(s->at, data, 2 * (size_t)(g->degree + g->halves) * sizeof *data);
    f->small = emit_count(&e->smalls, sizeof *s) - 1;
    return 0;
}

/* The part of a sum that depends on x directly; returns its index, -1 without memory. */
static int emit_form(emit *e, const law_sum *sum)
{
    law_form f = {.constant = (double)sum->constant};
    f.group = emit_count(&e->groups, sizeof(law_group));
    for (const law_sum_group *g = sum->groups; g; g = g->next)
        if (!emit_is_sparse(g) && !emit_group(e, g)) return -1;
    f.groups = emit_count(&e->groups, sizeof(law_group)) - f.group;
    if (!emit_terms(e, sum, LAW_SUM_TANH, &f.tanh, &f.tanhs)) return -1;
    if (!emit_terms(e, sum, LAW_SUM_EXP, &f.exp, &f.exps)) return -1;
    if (!emit_terms(e, sum, LAW_SUM_BELL, &f.bell, &f.bells)) return -1;
    if (!emit_powers(e, sum, &f) || emit_small(e, &f) < 0) return -1;
    int index = emit_count(&e->forms, sizeof f);
    law_form *to = emit_more(e, &e->forms, 1, sizeof f);
    if (!to) return -1;
    *to = f;
    return index;
}

static int emit_op(emit *e, law_op op)
{
    law_op *to = emit_more(e, &e->ops, 1, sizeof *to);
    if (to) *to = op;
    return to != NULL;
}

/* Registers that operands with these needs take together (Sethi and Ullman 1970): when the
 * neediest goes first, the number grows only as the logarithm of the operands. */
static void emit_note_need(int need, int *most, int *next)
{
    *next = need > *most ? *most : need > *next ? need : *next;
    *most = need > *most ? need : *most;
}

static int emit_need(law_sum *sum)
{
    int most = 1, next = 0;
    for (law_sum_other *o = sum->others; o; o = o->next) {
        int inner = 0, second = 0;
        for (law_factor *f = o->first; f; f = f->next)
            emit_note_need(emit_need(f->sum), &inner, &second);
        o->need = second + 1 > inner && second ? second + 1 : inner;
        emit_note_need(o->need, &most, &next);
    }
    if (!sum->others || !sum->others->next) next = 0;
    return sum->need = next + 1 > most && next ? next + 1 : most;
}

static int emit_sum(emit *e, const law_sum *sum, int r);

static const law_factor *emit_neediest(const law_sum_other *o)
{
    const law_factor *best = o->first;
    for (const law_factor *f = best; f; f = f->next)
        if (f->sum->need > best->sum->need) best = f;
    return best;
}

/* Products and quotients of any number of factors: r holds what was multiplied so far, or
 * its inverse. */
static int emit_product(emit *e, const law_sum_other *o, int r)
{
    const law_factor *first = emit_neediest(o);
    uint8_t here = (uint8_t)r, there = (uint8_t)(r + 1);
    int is_inverse = first->is_inverse;
    if (!emit_sum(e, first->sum, r)) return 0;
    for (const law_factor *f = o->first; f; f = f->next) {
        if (f == first) continue;
        law_op op = {.code = LAW_MULTIPLY, .r = here, .a = here, .b = there};
        if (f->is_inverse != is_inverse) {
            op.code = LAW_DIVIDE;
            op.a = is_inverse ? there : here;
            op.b = is_inverse ? here : there;
            is_inverse = 0;
        }
        if (!emit_sum(e, f->sum, r + 1) || !emit_op(e, op)) return 0;
    }
    return !is_inverse || emit_op(e, (law_op){.code = LAW_INVERT, .r = here, .a = here});
}

static int emit_pair(emit *e, const law_sum_other *o, int r)
{
    int is_swapped = emit_neediest(o) != o->first;
    const law_sum *one = o->first->sum, *two = o->last->sum;
    law_op op = {.code = (uint8_t)o->code, .r = (uint8_t)r};
    op.a = (uint8_t)(r + is_swapped);
    op.b = (uint8_t)(r + !is_swapped);
    return emit_sum(e, is_swapped ? two : one, r) &&
           emit_sum(e, is_swapped ? one : two, r + 1) && emit_op(e, op);
}

static int emit_other(emit *e, const law_sum_other *o, int r)
{
    if (o->code == LAW_MULTIPLY) return emit_product(e, o, r);
    if (o->first != o->last) return emit_pair(e, o, r);
    law_op op = {o->k, o->k2, o->twice, (uint8_t)o->code, (uint8_t)r, (uint8_t)r, 0};
    return emit_sum(e, o->first->sum, r) && emit_op(e, op);
}

static int emit_has_form(const law_sum *sum)
{
    return sum->constant != 0 || sum->groups || sum->terms;
}

/* Code that leaves the sum in register r and uses those above it. */
static int emit_sum(emit *e, const law_sum *sum, int r)
{
    const law_sum_other *first = sum->others;
    uint8_t here = (uint8_t)r, there = (uint8_t)(r + 1);
    if (r >= LAW_REGISTERS) {
        law_sum_refuse(e->b, "too many operands wait for each other here");
        return 0;
    }
    for (const law_sum_other *o = first; o; o = o->next)
        if (o->need > first->need) first = o;
    if (first) {
        law_op scale = {.k = (double)first->a, .code = LAW_SCALE, .r = here, .a = here};
        if (!emit_other(e, first, r)) return 0;
        if (first->a != 1 && !emit_op(e, scale)) return 0;
    }
    for (const law_sum_other *o = sum->others; o; o = o->next) {
        law_op add = {.k = (double)o->a, .code = LAW_ADD, .r = here, .a = there, .b = here};
        if (o == first) continue;
        if (!emit_other(e, o, r + 1) || !emit_op(e, add)) return 0;
    }
    if (first && !emit_has_form(sum)) return 1;
    int index = emit_form(e, sum);
    if (index < 0) return 0;
    law_op op = {.form = index, .code = first ? LAW_ADD_FORM : LAW_SET, .r = here};
    const law_form *form = (const law_form *)(const void *)e->forms.at + index;
    if (form->small >= 0 && !sum->terms && !form->powers) {
        op.form = form->small;
        op.code = first ? LAW_ADD_SMALL : LAW_SET_SMALL;
    }
    return emit_op(e, op);
}

static law_shape emit_shape(const emit *e, const law_sum *sum)
{
    if (law_sum_is_constant(sum)) return LAW_CONSTANT;
    if (sum->others) return LAW_CODE;
    int is_more = e->terms.used || e->powers.used || e->groups.used > sizeof(law_group);
    return e->smalls.used && !is_more ? LAW_POLYNOMIAL : LAW_FORM;
}

static size_t emit_place(law_program *p, const emit_part *part)
{
    size_t at = p->bytes;
    if (part->used) memcpy((char *)p + at, part->at, part->used);
    p->bytes += (part->used + 15) & ~(size_t)15;
    return at;
}

static law_program *emit_block(const emit *e, law_shape shape, int registers)
{
    size_t all = e->data.used + e->groups.used + e->smalls.used + e->terms.used +
                 e->powers.used + e->forms.used + e->ops.used;
    law_program *p = glass_aligned(sizeof *p + all + 8 * 16);
    if (!p) return NULL;
    p->shape = shape;
    p->bytes = (sizeof *p + 15) & ~(size_t)15;
    p->at_data = emit_place(p, &e->data);
    p->at_groups = emit_place(p, &e->groups);
    p->at_smalls = emit_place(p, &e->smalls);
    p->at_terms = emit_place(p, &e->terms);
    p->at_powers = emit_place(p, &e->powers);
    p->at_forms = emit_place(p, &e->forms);
    p->ops = emit_count(&e->ops, sizeof(law_op));
    p->registers = registers;
    p->at_ops = emit_place(p, &e->ops); /* last: law_program_scaled may add one */
    return p;
}

glass_status law_emit(law_builder *b, law_sum *sum, law_program **out)
{
    emit e = {.b = b};
    law_program *p = NULL;
    emit_need(sum);
    int is_done = sum->others ? emit_sum(&e, sum, 0) : emit_form(&e, sum) >= 0;
    if (is_done) {
        p = emit_block(&e, emit_shape(&e, sum), sum->need);
        if (!p) b->status = GLASS_E_MEMORY;
        if (p && p->shape == LAW_CONSTANT) p->scale = (double)sum->constant;
    }
    glass_free(e.data.at);
    glass_free(e.groups.at);
    glass_free(e.smalls.at);
    glass_free(e.terms.at);
    glass_free(e.powers.at);
    glass_free(e.forms.at);
    glass_free(e.ops.at);
    if (!p) return b->status;
    *out = p;
    return GLASS_OK;
}
