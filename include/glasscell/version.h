/** glasscell/version.h: which glasscell this is. */
#ifndef GLASSCELL_VERSION_H
#define GLASSCELL_VERSION_H

#ifdef __cplusplus
extern "C" {
#endif

/** "0.1.0" */
const char *glass_version(void);
/** The commit that it was built from, as git says it ("1a2b3c4", "1a2b3c4-dirty" when the
 * tree had changes); "" if that was not known. */
const char *glass_commit(void);

#ifdef __cplusplus
}
#endif
#endif
