/* SPDX-License-Identifier: GPL-2.0 */
/* A type of BTF that a fuzz target makes. */
#ifndef MVIEW_TESTS_FUZZ_MADE_H
#define MVIEW_TESTS_FUZZ_MADE_H

#include <bpf/btf.h>

#include <mview-inspect.h>

#include "types/types.h"

/* "struct NAME", which is there; @btf is freed. */
static inline struct mview_ctype *type_made(struct btf *btf, const char *name)
{
	unsigned int size;
	const void *bytes = btf__raw_data(btf, &size);
	struct mview_types *types = types_from_bytes(bytes, size, NULL, "input");
	struct mview_ctype *type = mview_types_get(types, name);

	mview_types_close(types);
	btf__free(btf);
	return type;
}

#endif /* MVIEW_TESTS_FUZZ_MADE_H */
