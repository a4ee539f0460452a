// SPDX-License-Identifier: GPL-2.0
/* BTF that a test makes. */
#include "made.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "test.h"

static int made_typedef(struct made *made, const char *name, int type)
{
	return btf__add_typedef(made->btf, name, type);
}

void made_init(struct made *made)
{
	made->btf = btf__new_empty();
	assert_non_null(made->btf);
	btf__set_pointer_size(made->btf, 8);
	made->u8 = btf__add_int(made->btf, "unsigned char", 1, 0);
	made->u16 = btf__add_int(made->btf, "unsigned short", 2, 0);
	made->u32 = btf__add_int(made->btf, "unsigned int", 4, 0);
	made->u64 = btf__add_int(made->btf, "unsigned long", 8, 0);
	made->s32 = btf__add_int(made->btf, "int", 4, BTF_INT_SIGNED);
	made->text = btf__add_int(made->btf, "char", 1, BTF_INT_SIGNED);
	made->boolean = btf__add_int(made->btf, "_Bool", 1, BTF_INT_BOOL);
	made->le16 = made_typedef(made, "__le16", made->u16);
	made->be32 = made_typedef(made, "__be32", made->u32);
}

void made_deinit(struct made *made)
{
	btf__free(made->btf);
}

int made_struct(struct made *made, const char *name, unsigned int size)
{
	return btf__add_struct(made->btf, name, size);
}

int made_union(struct made *made, const char *name, unsigned int size)
{
	return btf__add_union(made->btf, name, size);
}

void made_member(struct made *made, const char *name, int type,
		 unsigned int bit, unsigned int bits)
{
	assert_int_equal(btf__add_field(made->btf, name, type, bit, bits), 0);
}

int made_array(struct made *made, int type, unsigned int n)
{
	return btf__add_array(made->btf, made->u32, type, n);
}

struct mview_types *made_from(const void *bytes, size_t size)
{
	char path[] = "/tmp/mview-btf-XXXXXX";
	struct mview_types *types;
	int fd = mkstemp(path), err;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, size), size);
	close(fd);
	types = mview_types_file(path, NULL);
	err = errno;
	unlink(path);
	errno = err;
	return types;
}

struct mview_types *made_types(struct made *made)
{
	unsigned int size;
	const void *bytes = btf__raw_data(made->btf, &size);

	assert_non_null(bytes);
	return made_from(bytes, size);
}

struct mview_ctype *made_type(struct made *made, const char *name)
{
	struct mview_types *types = made_types(made);
	struct mview_ctype *type;

	if (!types)
		fail_msg("%s", mview_inspect_error());
	type = mview_types_get(types, name);
	mview_types_close(types);
	if (!type)
		fail_msg("%s", mview_inspect_error());
	return type;
}
