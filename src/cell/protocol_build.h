/* Putting a protocol together, whatever it is read from. */
#ifndef GLASSCELL_PROTOCOL_BUILD_H
#define GLASSCELL_PROTOCOL_BUILD_H

#include "glasscell/protocol.h"

/* A list of ends while it grows. `{0}` is empty. */
typedef struct protocol_ends {
    glass_end *at;
    int n;
} protocol_ends;

/* An empty protocol: nothing said. `name` is copied. @return 0 without memory */
int protocol_build_start(glass_protocol *out, const char *name);
/* An empty instruction: nothing said. */
glass_instruction protocol_build_instruction(glass_op op, int line, int column);
/* Appends; takes what `instruction` holds, even when it fails. @return 0 without memory */
int protocol_build_add(glass_protocol *protocol, glass_instruction *instruction);
int protocol_build_end(protocol_ends *ends, glass_end *end);

void protocol_build_clear_end(glass_end *end);
void protocol_build_clear_ends(glass_end *ends, int n);
void protocol_build_clear_instruction(glass_instruction *instruction);
void protocol_build_free_profile(glass_profile *profile);

#endif
