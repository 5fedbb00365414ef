/* From the algebra of law_sum.h to the block that kernels evaluate. */
#ifndef GLASSCELL_LAW_EMIT_H
#define GLASSCELL_LAW_EMIT_H

#include "numerics/law_sum.h"

/* @param[out] out owned by the caller: glass_free. The sum is used up.
 * Fails for want of memory, and with the builder's words for a law with more operands
 * open at once than there are registers. */
glass_status law_emit(law_builder *b, law_sum *sum, law_program **out);

#endif
