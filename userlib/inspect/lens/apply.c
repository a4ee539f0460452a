// SPDX-License-Identifier: LGPL-2.1-or-later
/* Lenses of files on types. */
#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "lens/load.h"
#include "mview-inspect/base.h"
#include "mview-inspect/expr.h"
#include "mview-inspect/lens.h"

static int check_expr(const struct mview_lens *lens,
		      const struct mview_ctype *type, const char *key,
		      const char *text)
{
	struct mview_expr *expr;

	if (!text)
		return 0;
	expr = mview_expr_open(type, text);
	if (!expr)
		return inspect_fail_int(errno, "%s:%d: %s: ring: %s: %s",
					lens->file, lens->line, lens->name, key,
					mview_inspect_error());
	mview_expr_close(expr);
	return 0;
}

struct mview_ctype *mview_lens_apply(const struct mview_lens *lens,
				     const struct mview_ctype *type)
{
	struct mview_ctype *made = mview_ctype_derive(type, lens->fields,
						      lens->nfields);

	if (!made)
		return NULL;
	if (!check_expr(lens, made, "owner", lens->ring.owner) &&
	    !check_expr(lens, made, "done", lens->ring.done))
		return made;
	mview_ctype_close(made);
	return NULL;
}

static struct mview_ctype *open_type(struct mview_types *types,
				     const char *name)
{
	const char *colon = strchr(name, ':');

	if (!types)
		return mview_ctype_open(name);
	/* Names of Rust's types have "::" in them. */
	return mview_types_get(types, colon && colon[1] != ':' ? colon + 1 : name);
}

static struct mview_ctype *open_union(const struct mview_lens *lens,
				      struct mview_types *types)
{
	struct mview_ctype *parts[LENS_TYPES] = { NULL }, *made = NULL;
	const char *names[LENS_TYPES] = { NULL }, *type;
	int n;

	for (n = 0; n < lens->ntypes; n++) {
		type = lens->types[n].type;
		names[n] = lens->types[n].name;
		parts[n] = strncmp(type, "T{", 2) ? open_type(types, type) :
						    mview_ctype_of_format(type);
		if (!parts[n])
			goto out;
	}
	made = mview_ctype_union(names, (const struct mview_ctype *const *)parts,
				 n);
out:
	while (n--)
		mview_ctype_close(parts[n]);
	return made;
}

static struct mview_ctype *open_plain(const struct mview_lens *lens,
				      struct mview_types *types)
{
	if (lens->type)
		return open_type(types, lens->type);
	return lens->format ? mview_ctype_of_format(lens->format) :
			      open_union(lens, types);
}

struct mview_ctype *mview_lens_ctype(const struct mview_lens *lens,
				     struct mview_types *types)
{
	struct mview_ctype *type = open_plain(lens, types), *made;

	if (!type)
		return inspect_fail(errno, "%s:%d: %s: %s", lens->file,
				    lens->line, lens->name,
				    mview_inspect_error());
	made = mview_lens_apply(lens, type);
	mview_ctype_close(type);
	return made;
}
