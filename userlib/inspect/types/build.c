// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * From BTF to members. Nothing of it is taken on trust: ids and names exist,
 * members lie in what they are members of, no type contains itself. Each
 * struct is built once and shared by all that have one.
 */
#include "types/build.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "types/format.h"
#include "types/types.h"

#define LEAVES	65536	/* of a type: members, those of its members, enumerators */

/**
 * struct record - a struct or union, built
 * @members: of it
 * @n: how many
 * @leaves: those of its members included, and enumerators of enums that no other
 *	record before had
 * @is_done: else it is being built, so that it contains itself
 */
struct record {
	struct mview_member *members;
	int n;
	int leaves;
	bool is_done;
};

/**
 * struct names - of an enum
 * @names: in the order of C
 * @n: how many
 */
struct names {
	struct mview_enumerator *names;
	int n;
};

/**
 * struct build - what all that builds a type needs
 * @types: where from
 * @btf: of @types
 * @arena: where to
 * @memo: by id: struct record or struct names, or NULL
 * @pointer: bytes of an address
 * @order: of the machine
 * @depth: structs in structs
 * @inner: leaves of the type that was built last
 */
struct build {
	const struct mview_types *types;
	const struct btf *btf;
	struct arena *arena;
	void **memo;
	int pointer;
	char order;
	int depth;
	int inner;
};

static int build_damaged(const struct build *build, unsigned int id,
			 const char *what)
{
	char text[DECLARATION];

	types_declare(build->btf, id, text);
	return inspect_fail_int(EINVAL, "%s: the BTF of %s is damaged: %s",
			    build->types->name, text, what);
}

/* A typedef of the kernel's that says the byte order; or 0. */
static char order_of(const char *name)
{
	static const char *const sizes[] = { "16", "32", "64" };
	size_t i;

	if (strncmp(name, "__le", 4) && strncmp(name, "__be", 4))
		return 0;
	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		if (!strcmp(name + 4, sizes[i]))
			return name[2] == 'l' ? '<' : '>';
	return 0;
}

/* Past modifiers and typedefs; NULL if there is nothing, or no end. */
static const struct btf_type *build_strip(const struct build *build,
					  unsigned int *id, char *order)
{
	const struct btf_type *type;
	int i;

	for (i = 0; i < TYPES_CHAIN; i++) {
		type = libbpf.btf__type_by_id(build->btf, *id);
		if (!type)
			return NULL;
		if (!btf_is_mod(type) && !btf_is_typedef(type) &&
		    btf_kind(type) != BTF_KIND_TYPE_TAG)
			return type;
		if (btf_is_typedef(type) && !*order)
			*order = order_of(types_name(build->btf, type->name_off));
		*id = type->type;
	}
	return NULL;
}

/**
 * struct shape - of an array
 * @dims: the extents
 * @n: dimensions
 * @count: their product
 */
struct shape {
	int64_t dims[MVIEW_DIMS];
	int n;
	int64_t count;
};

static int shape_add(struct shape *shape, int64_t extent)
{
	if (shape->n == MVIEW_DIMS ||
	    __builtin_mul_overflow(shape->count, extent, &shape->count))
		return -1;
	shape->dims[shape->n++] = extent;
	return 0;
}

/* Past the dimensions of an array: @id is what its elements are declared as. */
static const struct btf_type *build_shape(const struct build *build,
					  unsigned int *id, struct shape *shape,
					  char *order)
{
	const struct btf_type *type;
	unsigned int at = *id;

	shape->n = 0;
	shape->count = 1;
	while ((type = build_strip(build, &at, order)) && btf_is_array(type)) {
		if (shape_add(shape, btf_array(type)->nelems))
			return NULL;
		*id = at = btf_array(type)->type;
	}
	return type;
}

static int build_enumerator(struct build *build, struct mview_enumerator *one,
			    const struct btf_type *type, int i)
{
	const struct btf_enum *narrow = &btf_enum(type)[i];
	bool is_wide = btf_kind(type) == BTF_KIND_ENUM64;
	unsigned int name = narrow->name_off;

	if (is_wide)
		name = btf_enum64(type)[i].name_off;
	one->name = arena_text(build->arena, types_name(build->btf, name));
	if (is_wide)
		one->value = btf_enum64_value(&btf_enum64(type)[i]);
	else if (btf_kflag(type))
		one->value = narrow->val;
	else
		one->value = (uint32_t)narrow->val;
	return one->name ? 0 : -1;
}

static int build_enum(struct build *build, struct mview_member *member,
		      const struct btf_type *type, unsigned int id)
{
	struct names *names = build->memo[id];
	int n = btf_vlen(type);

	if (!names) {
		names = arena_alloc(build->arena, 1, sizeof(*names));
		if (!names)
			return -1;
		names->names = arena_alloc(build->arena, n,
					   sizeof(*names->names));
		build->memo[id] = names;
	}
	if (!names->names)
		return -1;
	build->inner = n - names->n;
	for (; names->n < n; names->n++)
		if (build_enumerator(build, &names->names[names->n], type,
				     names->n))
			return -1;
	member->names = names->names;
	member->nnames = n;
	member->kind = MVIEW_MEMBER_ENUM;
	member->is_signed = btf_kflag(type);
	return 0;
}

static void build_int(const struct build *build, struct mview_member *member,
		      const struct btf_type *type)
{
	const char *name = types_name(build->btf, type->name_off);
	unsigned int encoding = btf_int_encoding(type);

	member->is_signed = encoding & BTF_INT_SIGNED;
	if (encoding & BTF_INT_BOOL)
		member->kind = MVIEW_MEMBER_BOOL;
	else if (member->size == 1 &&
		 (encoding & BTF_INT_CHAR || !strcmp(name, "char")))
		member->kind = MVIEW_MEMBER_CHAR;
	else
		member->kind = member->is_signed ? MVIEW_MEMBER_INT :
						   MVIEW_MEMBER_UINT;
}

static bool is_size(int64_t size, int64_t most)
{
	return size >= 1 && size <= most && !(size & (size - 1));
}

static struct record *build_record(struct build *build, unsigned int id);

static int build_members(struct build *build, struct mview_member *member,
			 const struct btf_type *type, unsigned int id)
{
	struct record *record = build_record(build, id);

	if (!record)
		return -1;
	member->kind = btf_is_union(type) ? MVIEW_MEMBER_UNION :
					    MVIEW_MEMBER_STRUCT;
	member->size = type->size;
	member->members = record->members;
	member->nmembers = record->n;
	build->inner = record->leaves;
	return 0;
}

/* What a value is; @id is past typedefs. */
static int build_value(struct build *build, struct mview_member *member,
		       const struct btf_type *type, unsigned int id)
{
	char text[DECLARATION];

	member->size = type->size;
	switch (btf_kind(type)) {
	case BTF_KIND_INT:
		if (!is_size(type->size, 16))
			return build_damaged(build, id, "its size");
		build_int(build, member, type);
		return 0;
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		if (!is_size(type->size, 8))
			return build_damaged(build, id, "its size");
		return build_enum(build, member, type, id);
	case BTF_KIND_FLOAT:
		member->kind = type->size == 4 || type->size == 8 ?
				       MVIEW_MEMBER_FLOAT :
				       MVIEW_MEMBER_BYTES;
		return 0;
	case BTF_KIND_PTR:
		member->kind = MVIEW_MEMBER_POINTER;
		member->size = build->pointer;
		return 0;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return build_members(build, member, type, id);
	}
	types_declare(build->btf, id, text);
	return inspect_fail_int(EINVAL, "%s: %s has no bytes",
				build->types->name, text);
}

/* Everything but name and place. */
static int build_type(struct build *build, struct mview_member *member,
		      unsigned int id)
{
	char text[DECLARATION], order = 0;
	const struct btf_type *type;
	struct shape shape;
	unsigned int declared = id;
	int64_t *dims;

	type = build_shape(build, &declared, &shape, &order);
	if (!type)
		return build_damaged(build, id, "it leads to no type");
	id = declared;
	build_strip(build, &id, &order);
	build->inner = 0;
	if (build_value(build, member, type, id))
		return -1;
	types_declare(build->btf, declared, text);
	member->type = arena_text(build->arena, text);
	dims = arena_alloc(build->arena, shape.n, sizeof(*dims));
	if (!member->type || !dims)
		return -1;
	memcpy(dims, shape.dims, shape.n * sizeof(*dims));
	member->shape = dims;
	member->ndim = shape.n;
	member->count = shape.count;
	member->order = order ?: build->order;
	member->bits = member->size <= 16 ? member->size * 8 : 0;
	return 0;
}

/**
 * struct place - of a member, as BTF has it
 * @bit: where it begins
 * @bits: of a bit-field, else 0
 */
struct place {
	int64_t bit;
	int bits;
};

/* Before there was kflag, a bit-field was an int of its own. */
static struct place place_of(const struct build *build,
			     const struct btf_type *type, int i)
{
	struct place place = { btf_member_bit_offset(type, i),
			       btf_member_bitfield_size(type, i) };
	unsigned int id = btf_members(type)[i].type;
	char order = 0;
	const struct btf_type *own = build_strip(build, &id, &order);

	if (own && !place.bits && btf_is_int(own) &&
	    (btf_int_bits(own) != own->size * 8 || btf_int_offset(own))) {
		place.bit += btf_int_offset(own);
		place.bits = btf_int_bits(own);
	}
	return place;
}

static bool is_integer(const struct mview_member *member)
{
	return member->kind != MVIEW_MEMBER_STRUCT &&
	       member->kind != MVIEW_MEMBER_UNION &&
	       member->kind != MVIEW_MEMBER_FLOAT &&
	       member->kind != MVIEW_MEMBER_BYTES &&
	       member->kind != MVIEW_MEMBER_POINTER && !member->ndim;
}

/* A bit-field's offset is its bit until all are known, see build_storage(). */
static int build_member(struct build *build, struct mview_member *member,
			const struct btf_type *type, int i)
{
	const struct btf_member *source = &btf_members(type)[i];
	struct place place = place_of(build, type, i);
	int64_t bytes;

	member->name = arena_text(build->arena,
				  types_name(build->btf, source->name_off));
	if (!member->name || build_type(build, member, source->type))
		return -1;
	if (place.bits) {
		member->is_bits = true;
		member->bits = place.bits;
		member->order = build->order;
		member->offset = place.bit;
		if (member->kind == MVIEW_MEMBER_CHAR)
			member->kind = member->is_signed ? MVIEW_MEMBER_INT :
							   MVIEW_MEMBER_UINT;
		if (!is_integer(member) || place.bits > 64 ||
		    place.bits > member->size * 8)
			return build_damaged(build, source->type,
					     "a bit-field of it");
		return place.bit + place.bits > type->size * 8LL;
	}
	member->offset = place.bit / 8;
	return place.bit % 8 ||
	       __builtin_mul_overflow(member->size, member->count, &bytes) ||
	       bytes > type->size || member->offset > type->size - bytes;
}

/* Now that it is known where the others lie. */
static int build_storage(struct record *record, const struct btf_type *type)
{
	struct mview_member *member = record->members;
	int64_t *high = calloc(record->n + 1, sizeof(*high));
	struct limits limits = { 0, 0 };
	int i;

	if (!high)
		return inspect_fail_int(ENOMEM, NO_MEMORY);
	high[record->n] = type->size;
	for (i = record->n - 1; i >= 0; i--) {
		high[i] = high[i + 1];
		if (btf_is_struct(type) && !member[i].is_bits &&
		    bytes_of(&member[i]) && member[i].offset < high[i])
			high[i] = member[i].offset;
	}
	for (i = 0; i < record->n; i++, member++) {
		limits.high = high[i];
		if (member->is_bits)
			bits_place(member, member->offset, &limits);
		else if (btf_is_struct(type) &&
			 limits.low < member->offset + bytes_of(member))
			limits.low = member->offset + bytes_of(member);
	}
	free(high);
	return 0;
}

static int build_all(struct build *build, struct record *record,
		     const struct btf_type *type, unsigned int id)
{
	int i, err;

	record->n = btf_vlen(type);
	record->members = arena_alloc(build->arena, record->n,
				      sizeof(*record->members));
	if (!record->members)
		return -1;
	for (i = 0; i < record->n; i++) {
		err = build_member(build, &record->members[i], type, i);
		if (err > 0)
			build_damaged(build, id, "a member lies outside");
		if (err)
			return -1;
		record->leaves += 1 + build->inner;
		if (record->leaves > LEAVES)
			return inspect_fail_int(E2BIG,
					    "%s: a struct has more than %d members and enumerators",
					    build->types->name, LEAVES);
	}
	return build_storage(record, type);
}

static struct record *build_record(struct build *build, unsigned int id)
{
	const struct btf_type *type = libbpf.btf__type_by_id(build->btf, id);
	struct record *record = build->memo[id];

	if (record && record->is_done)
		return record;
	if (record) {
		build_damaged(build, id, "it contains itself");
		return NULL;
	}
	if (build->depth == TYPES_CHAIN) {
		inspect_fail(E2BIG, "%s: structs in structs, %d deep",
			     build->types->name, TYPES_CHAIN);
		return NULL;
	}
	record = arena_alloc(build->arena, 1, sizeof(*record));
	build->memo[id] = record;
	build->depth++;
	if (!record || build_all(build, record, type, id))
		return NULL;
	build->depth--;
	record->is_done = true;
	return record;
}

static int build_root(struct build *build, struct mview_member *root,
		      unsigned int id)
{
	char text[DECLARATION];
	int64_t size;

	root->name = "";
	if (build_type(build, root, id))
		return -1;
	if (__builtin_mul_overflow(root->size, root->count, &size))
		return build_damaged(build, id, "its size");
	types_declare(build->btf, id, text);
	if (!size)
		return inspect_fail_int(EINVAL, "%s: %s has no bytes",
					build->types->name, text);
	return 0;
}

struct mview_ctype *mview_types_at(struct mview_types *types, unsigned int id)
{
	unsigned int n = libbpf.btf__type_cnt(types->btf);
	struct build build = {
		.types = types,
		.btf = types->btf,
		.pointer = libbpf.btf__pointer_size(types->btf),
		.order = '<',
	};
	struct mview_ctype *type;

	if (!build.pointer)
		build.pointer = sizeof(void *);
	if (libbpf.btf__endianness(types->btf) == BTF_BIG_ENDIAN)
		build.order = '>';
	if (!id || id >= n)
		return inspect_fail(ENOENT, "%s has no type number %u",
				    types->name, id);
	type = ctype_create();
	build.memo = calloc(n, sizeof(*build.memo));
	if (!type || !build.memo) {
		inspect_fail(ENOMEM, NO_MEMORY);
		goto fail;
	}
	build.arena = &type->arena;
	if (build_root(&build, &type->root, id))
		goto fail;
	type->size = bytes_of(&type->root);
	type->format = format_of(&type->arena, &type->root);
	if (!type->format)
		goto fail;
	free(build.memo);
	return type;
fail:
	free(build.memo);
	mview_ctype_close(type);
	return NULL;
}

int64_t build_size(const struct btf *btf, unsigned int id)
{
	int64_t size = libbpf.btf__resolve_size(btf, id);

	return size < 0 ? -1 : size;
}
