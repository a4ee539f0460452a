// SPDX-License-Identifier: GPL-2.0
/* Lenses on the command line. */
#include "lenses/lens.h"

#include "displays/text.h"
#include "lenses/types.h"

struct mview_ctype *lens_type(const struct types_from *from,
			      const struct mview_lens *lens)
{
	struct mview_types *types = NULL;
	struct mview_ctype *type;
	const char *none = "";

	if (from->n) {
		types = types_open(from, &none);
		if (!types)
			return NULL;
	}
	type = mview_lens_ctype(lens, types);
	mview_types_close(types);
	return type;
}

/* Why not, of a view that is of other elements. */
static bool fits(const struct mview_lens *lens, const struct mview_ctype *type,
		 const struct mview *view)
{
	int64_t size = mview_ctype_size(type), nbytes = mview_nbytes(view);

	if (mview_itemsize(view) == size ||
	    (mview_contiguous(view, 'C') == 1 && !(nbytes % size)))
		return true;
	text_printf(stderr, "mview: the lens %s is for this buffer, but its %lld "
		    "bytes are no multiple of the %lld of an element; shown "
		    "without it\n", lens->name, (long long)nbytes,
		    (long long)size);
	return false;
}

/* Of all files once, however many buffers are looked at. */
static void tell_unread(const char *why, void *told)
{
	if (!*(bool *)told)
		text_printf(stderr, "mview: no lens is taken from a file: %s\n",
			    why);
}

static struct mview_lens *match(const struct mview *view)
{
	static bool told;
	struct mview_lens *lens = mview_lens_match(view, tell_unread, &told);

	told = true;
	return lens;
}

struct mview_lens *lens_for(const struct types_from *from,
			    const struct mview *view,
			    struct mview_ctype **type)
{
	struct mview_lens *lens = match(view);
	const char *recorded = mview_recorded_lens(view);

	if (!lens && recorded)
		text_printf(stderr, "mview: it was recorded through the lens "
			    "%s, which can't be had: %s; shown without it\n",
			    recorded, mview_inspect_error());
	if (!lens)
		return NULL;
	*type = lens_type(from, lens);
	if (!*type)
		text_printf(stderr, "mview: the lens %s is for this buffer, but "
			    "can't be taken: %s\n", lens->name,
			    mview_inspect_error());
	if (*type && fits(lens, *type, view)) {
		text_printf(stderr, "mview: seen through the lens %s of %s; "
			    "--no-lens leaves it out\n", lens->name,
			    lens->file);
		return lens;
	}
	mview_ctype_close(*type);
	mview_lens_close(lens);
	return NULL;
}
