// SPDX-License-Identifier: LGPL-2.1-or-later
/* Types by name: all of them, one, and those that were perhaps meant. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "types/build.h"
#include "types/near.h"
#include "types/types.h"

/* What a bare name means: the first of these. */
static const struct {
	const char *word;
	unsigned int kind;
} kinds[] = {
	{ "struct ", BTF_KIND_STRUCT }, { "union ", BTF_KIND_UNION },
	{ "enum ", BTF_KIND_ENUM },	{ "enum ", BTF_KIND_ENUM64 },
	{ "", BTF_KIND_TYPEDEF },	{ "", BTF_KIND_INT },
	{ "", BTF_KIND_FLOAT },
};

#define NKINDS	(sizeof(kinds) / sizeof(*kinds))

static const char *word_of(unsigned int kind)
{
	size_t i;

	for (i = 0; i < NKINDS; i++)
		if (kinds[i].kind == kind)
			return kinds[i].word;
	return NULL;
}

int mview_types_next(struct mview_types *types, struct mview_type_entry *entry)
{
	static _Thread_local char name[512];
	unsigned int id = entry->id ? entry->id + 1 : types->first;
	const struct btf_type *type;
	const char *word, *own;

	for (; id < libbpf.btf__type_cnt(types->btf); id++) {
		type = libbpf.btf__type_by_id(types->btf, id);
		word = word_of(btf_kind(type));
		own = types_name(types->btf, type->name_off);
		if (!word || !*own)
			continue;
		snprintf(name, sizeof(name), "%s%s", word, own);
		entry->id = id;
		entry->name = name;
		entry->size = build_size(types->btf, id);
		return 1;
	}
	return 0;
}

/**
 * struct wanted - a name, taken apart
 * @name: without "struct " and "#2"
 * @word: "struct " or the like, if it has one
 * @nth: which one of that name, from 1
 */
struct wanted {
	char name[256];
	const char *word;
	unsigned long nth;
};

static int wanted_parse(struct wanted *wanted, const char *text)
{
	const char *number = strrchr(text, '#');
	size_t i, len = number ? (size_t)(number - text) : strlen(text);
	char *end = "";

	wanted->word = NULL;
	wanted->nth = number ? strtoul(number + 1, &end, 10) : 1;
	for (i = 0; i < NKINDS && !wanted->word; i++)
		if (*kinds[i].word && !strncmp(text, kinds[i].word,
					       strlen(kinds[i].word)))
			wanted->word = kinds[i].word;
	if (wanted->word) {
		text += strlen(wanted->word);
		len -= strlen(wanted->word);
	}
	if (*end || !wanted->nth || !len || len >= sizeof(wanted->name))
		return inspect_fail_int(EINVAL, "\"%s\" is no name of a type", text);
	memcpy(wanted->name, text, len);
	wanted->name[len] = 0;
	return 0;
}

/* The @nth type of that kind and name from @first to before @end, or 0. */
static unsigned int find_kind(const struct btf *btf, unsigned int first,
			      unsigned int end, const struct wanted *wanted,
			      unsigned int kind)
{
	const struct btf_type *type;
	unsigned long left = wanted->nth;
	unsigned int id;

	for (id = first; id < end; id++) {
		type = libbpf.btf__type_by_id(btf, id);
		if (btf_kind(type) == kind &&
		    !strcmp(types_name(btf, type->name_off), wanted->name) &&
		    !--left)
			return id;
	}
	return 0;
}

static unsigned int find(const struct mview_types *types,
			 const struct wanted *wanted)
{
	unsigned int end = libbpf.btf__type_cnt(types->btf), id = 0;
	size_t i;

	for (; types && !id; types = types->base) {
		for (i = 0; i < NKINDS && !id; i++)
			if (!wanted->word ||
			    !strcmp(wanted->word, kinds[i].word))
				id = find_kind(types->btf, types->first, end,
					       wanted, kinds[i].kind);
		end = types->first;
	}
	return id;
}

static int fail_near(struct mview_types *types, const struct wanted *wanted)
{
	struct mview_type_entry entry = { 0 };
	struct near near;
	char names[NEAR_TEXT];
	const char *place = types->name;

	near_init(&near, wanted->name);
	for (; types; types = types->base, entry.id = 0)
		while (mview_types_next(types, &entry))
			near_try(&near, entry.name);
	near_text(&near, names);
	return inspect_fail_int(ENOENT, "%s has no type %s%s%s%s", place,
			    wanted->word ?: "", wanted->name,
			    *names ? "; similar are " : "", names);
}

struct mview_ctype *mview_types_get(struct mview_types *types, const char *name)
{
	struct wanted wanted;
	unsigned int id;

	if (wanted_parse(&wanted, name))
		return NULL;
	id = find(types, &wanted);
	if (!id && fail_near(types, &wanted))
		return NULL;
	return mview_types_at(types, id);
}

/* Which loaded module has the type? Its name and ":", or "". */
static void find_module(struct mview_types *kernel, const struct wanted *wanted,
			char *text, size_t size)
{
	struct mview_types *types;
	struct dirent *entry;
	DIR *modules = opendir("/sys/kernel/btf");
	char path[PATH_MAX];

	*text = 0;
	while (!*text && modules && (entry = readdir(modules))) {
		if (*entry->d_name == '.' || !strcmp(entry->d_name, "vmlinux"))
			continue;
		snprintf(path, sizeof(path), "/sys/kernel/btf/%s",
			 entry->d_name);
		types = mview_types_file(path, kernel);
		if (types && find(types, wanted))
			snprintf(text, size, "%s:", entry->d_name);
		mview_types_close(types);
	}
	if (modules)
		closedir(modules);
}

static struct mview_ctype *get_of_kernel(struct mview_types *kernel,
					 const char *name)
{
	struct mview_ctype *type = mview_types_get(kernel, name);
	struct wanted wanted;
	char module[NAME_MAX + 2];

	if (type || errno != ENOENT || wanted_parse(&wanted, name))
		return type;
	find_module(kernel, &wanted, module, sizeof(module));
	if (*module)
		return inspect_fail(ENOENT,
				    "the kernel has no type %s, but a module has: %s%s",
				    name, module, name);
	fail_near(kernel, &wanted);
	return NULL;
}

struct mview_ctype *mview_ctype_open(const char *name)
{
	const char *colon = strchr(name, ':');
	struct mview_types *types;
	struct mview_ctype *type;
	char *module = NULL;

	/* Names of Rust's types have "::" in them. */
	if (colon && colon[1] != ':') {
		module = strndup(name, colon - name);
		if (!module)
			return inspect_fail(ENOMEM, NO_MEMORY);
		name = colon + 1;
	}
	types = mview_types_kernel(module);
	type = !types ? NULL :
	       module ? mview_types_get(types, name) :
			get_of_kernel(types, name);
	mview_types_close(types);
	free(module);
	return type;
}
