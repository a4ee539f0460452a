// SPDX-License-Identifier: GPL-2.0
/* C types on the command line. */
#include "lenses/types.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "displays/text.h"

const struct cli_option types_options[] = {
	{ "btf", 'b', "FILE", "types of this vmlinux, .ko or BTF; of a .ko "
	  "behind\na -b for its vmlinux" },
	{ NULL }
};

int types_option(const struct command *command, struct types_from *from)
{
	if (from->n == TYPES_FILES)
		return misused(command, "--btf: that is one too many");
	from->files[from->n++] = optarg;
	return 0;
}

/* Each file's, on those before; it is the last one that has the module's. */
static struct mview_types *open_files(const struct types_from *from)
{
	struct mview_types *types = NULL, *next;
	int i;

	for (i = 0; i < from->n; i++) {
		next = mview_types_file(from->files[i], types);
		mview_types_close(types);
		types = next;
		if (!types)
			break;
	}
	return types;
}

struct mview_types *types_open(const struct types_from *from, const char **name)
{
	const char *colon = strchr(*name, ':');
	struct mview_types *types;
	char *module = NULL;

	/* Names of Rust's types have "::" in them. */
	if (colon && colon[1] != ':') {
		module = allocate(colon - *name + 1);
		memcpy(module, *name, colon - *name);
		module[colon - *name] = 0;
		*name = colon + 1;
	}
	types = from->n ? open_files(from) : mview_types_kernel(module);
	free(module);
	return types;
}

struct mview_ctype *types_type(const struct types_from *from, const char *name)
{
	struct mview_types *types;
	struct mview_ctype *type;

	if (!from->n)
		return mview_ctype_open(name);
	types = types_open(from, &name);
	if (!types)
		return NULL;
	type = mview_types_get(types, name);
	mview_types_close(types);
	return type;
}

struct mview_ctype *types_of(const struct types_from *from, struct mview *view)
{
	char *name = mview_ctype_named(view);
	struct mview_ctype *type = name ? types_type(from, name) : NULL;

	if (name && !type)
		text_printf(stderr, "mview: shown as bytes: %s\n",
			    mview_inspect_error());
	if (type && mview_ctype_size(type) != mview_itemsize(view)) {
		text_printf(stderr, "mview: shown as bytes: %s has %lld bytes, "
			    "and the elements have %lld\n", name,
			    (long long)mview_ctype_size(type),
			    (long long)mview_itemsize(view));
		mview_ctype_close(type);
		type = NULL;
	}
	free(name);
	return type;
}

/* A format gives any name to a member, of which not each may reach a terminal. */
void types_print(const struct mview_ctype *type)
{
	size_t size = mview_ctype_describe(type, NULL, 0) + 1;
	char *text = allocate(size), *rest = text, *line;
	int depth;

	mview_ctype_describe(type, text, size);
	while ((line = strsep(&rest, "\n")) && rest) {
		depth = strspn(line, "\t");
		printf("%.*s", depth, line);
		text_printf(stdout, "%s\n", line + depth);
	}
	free(text);
}

/* As mview_member_text() and mview_element_text() are. */
typedef size_t text_fn(const struct mview_member *member, const void *bytes,
		       char *buf, size_t size);

static const char *text(text_fn *get, const struct mview_member *member,
			const void *bytes)
{
	static size_t size;
	static char *buf;
	size_t len;

	len = get(member, bytes, buf, size);
	if (len < size)
		return buf;
	size = len + 64;
	buf = reallocate(buf, size);
	get(member, bytes, buf, size);
	return buf;
}

const char *types_text(const struct mview_member *member, const void *storage)
{
	return text(mview_member_text, member, storage);
}

const char *types_element_text(const struct mview_member *member,
			       const void *element)
{
	return text(mview_element_text, member, element);
}
