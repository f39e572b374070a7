/* The names that hand-written decoders give to what they show. */
#include "desc/customs.h"

const char *const desc_custom_name[DN_N] = {
#define DESC_CUSTOM_NAME_STR(id) #id,
	DESC_CUSTOM_NAMES(DESC_CUSTOM_NAME_STR)
#undef DESC_CUSTOM_NAME_STR
};
