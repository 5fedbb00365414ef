/* Reads an expression of x in BPX's syntax (Python's arithmetic) into the algebra. */
#ifndef GLASSCELL_LAW_PARSE_H
#define GLASSCELL_LAW_PARSE_H

#include "numerics/law_sum.h"

enum {
    LAW_PARSE_DEPTH = 1000,  /* brackets within brackets */
    LAW_PARSE_LENGTH = 65536 /* characters */
};

/* @param[out] out lives in the builder.
 * @return GLASS_E_INPUT with column, what came, what is expected; a second and a third
 *         line of the words show the place. */
glass_status law_parse(law_builder *b, const char *text, law_sum **out);

#endif
