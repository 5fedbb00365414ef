#include "glasscell/version.h"
#include "version_tag.h"

const char *glass_version(void)
{
    return GLASS_VERSION;
}

const char *glass_commit(void)
{
    return GLASS_COMMIT;
}
