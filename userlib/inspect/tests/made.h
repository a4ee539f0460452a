/* SPDX-License-Identifier: GPL-2.0 */
/* BTF that a test makes, with libbpf, and types of it. */
#ifndef MVIEW_INSPECT_TESTS_MADE_H
#define MVIEW_INSPECT_TESTS_MADE_H

#include <bpf/btf.h>

#include <mview-inspect.h>

/**
 * struct made - BTF that grows
 * @btf: of libbpf
 * @u8 … @text: numbers of types that all have
 */
struct made {
	struct btf *btf;
	int u8, u16, u32, u64, s32, text, boolean, le16, be32;
};

void made_init(struct made *made);
void made_deinit(struct made *made);

/* A struct or union, whose members follow; its number. */
int made_struct(struct made *made, const char *name, unsigned int size);
int made_union(struct made *made, const char *name, unsigned int size);

/* A member of the last one; @bits of a bit-field, else 0. */
void made_member(struct made *made, const char *name, int type,
		 unsigned int bit, unsigned int bits);

int made_array(struct made *made, int type, unsigned int n);

/* The types, by way of a file; NULL as mview_types_file(). */
struct mview_types *made_types(struct made *made);

/* The same of bytes. */
struct mview_types *made_from(const void *bytes, size_t size);

/* One type; it must be there. */
struct mview_ctype *made_type(struct made *made, const char *name);

#endif /* MVIEW_INSPECT_TESTS_MADE_H */
