/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Shared by the chapter of C types. */
#ifndef MVIEW_INSPECT_TYPES_TYPES_H
#define MVIEW_INSPECT_TYPES_TYPES_H

#include <bpf/btf.h>
#include <stdatomic.h>

#include "load/load.h"
#include "mview-inspect/types.h"
#include "types/arena.h"

/* libbpf, which is opened for the first struct mview_types. */
#define LIBBPF_FUNCTIONS(f, s)		\
	f(btf__new) s			\
	f(btf__parse_raw_split) s	\
	f(btf__free) s			\
	f(btf__type_cnt) s		\
	f(btf__type_by_id) s		\
	f(btf__name_by_offset) s	\
	f(btf__pointer_size) s		\
	f(btf__endianness) s		\
	f(btf__resolve_size) s

extern struct libbpf {
	LIBBPF_FUNCTIONS(LOAD_POINTER, ;)
} libbpf;

/**
 * struct mview_types - BTF
 * @btf: of libbpf
 * @base: what it stands on: a module's has the kernel's. Or NULL
 * @first: the first type that is not @base's
 * @users: the caller, and those that stand on it
 * @name: what it is called in messages
 */
struct mview_types {
	struct btf *btf;
	struct mview_types *base;
	unsigned int first;
	atomic_uint users;
	char *name;
};

/**
 * struct mview_ctype - a type
 * @arena: what is behind @root and @format, but for what is @base's or a part's
 * @root: the type
 * @size: bytes from one element to the next
 * @format: of its storage
 * @base: that it is derived from, or NULL
 * @parts: those that it is the union of, each with a user
 * @nparts: how many
 * @users: the caller, and those made of it
 */
struct mview_ctype {
	struct arena arena;
	struct mview_member root;
	int64_t size;
	const char *format;
	struct mview_ctype *base;
	struct mview_ctype **parts;
	int nparts;
	atomic_uint users;
};

/* A type without anything; NULL and ENOMEM. */
struct mview_ctype *ctype_create(void);

/* Another user, for mview_ctype_close(). */
struct mview_ctype *ctype_get(const struct mview_ctype *type);

/**
 * types_from_bytes - BTF that is in memory
 * @data: BTF by itself; copied
 * @size: its length
 * @base: what it stands on, or NULL; gets another user
 * @name: what to call it in messages
 */
struct mview_types *types_from_bytes(const void *data, size_t size,
				     struct mview_types *base,
				     const char *name);

/* A name as BTF has it; "" for none or one that can't be printed. */
const char *types_name(const struct btf *btf, unsigned int offset);

/* Modifiers and typedefs are longer chains, or types deeper, than any real. */
#define TYPES_CHAIN	64

#endif /* MVIEW_INSPECT_TYPES_TYPES_H */
