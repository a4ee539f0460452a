// SPDX-License-Identifier: LGPL-2.1-or-later
/* Members as text. */
#include <inttypes.h>
#include <string.h>

#include "mview-inspect/types.h"
#include "types/build.h"
#include "types/bytes.h"
#include "types/out.h"

static void text_value(struct out *to, const struct mview_member *member,
		       const char *storage);

/* Up to the zeros at the end; what can't be printed as \x00. */
static void text_chars(struct out *to, const char *chars, int64_t n)
{
	int64_t i;

	while (n && !chars[n - 1])
		n--;
	out(to, "\"");
	for (i = 0; i < n; i++) {
		if (chars[i] == '"' || chars[i] == '\\')
			out(to, "\\%c", chars[i]);
		else if (chars[i] >= ' ' && chars[i] <= '~')
			out(to, "%c", chars[i]);
		else
			out(to, "\\x%02x", (unsigned char)chars[i]);
	}
	out(to, "\"");
}

static void text_hex(struct out *to, __uint128_t all)
{
	out(to, "0x");
	if (all >> 64)
		out(to, "%" PRIx64 "%016" PRIx64, (uint64_t)(all >> 64),
		    (uint64_t)all);
	else
		out(to, "%" PRIx64, (uint64_t)all);
}

static void text_integer(struct out *to, const struct mview_member *member,
			 const char *storage)
{
	__uint128_t all = bits_get(member, storage);
	int i;

	for (i = 0; i < member->nnames; i++)
		if ((int64_t)all == member->names[i].value) {
			out(to, "%s", member->names[i].name);
			return;
		}
	if (member->kind == MVIEW_MEMBER_BOOL)
		out(to, all ? "true" : "false");
	else if (member->kind == MVIEW_MEMBER_POINTER || member->bits > 64)
		text_hex(to, all);
	else if (member->is_signed)
		out(to, "%" PRId64, (int64_t)all);
	else
		out(to, "%" PRIu64, (uint64_t)all);
}

/* libmview has the shortest text of a float. */
static void text_float(struct out *to, const struct mview_member *member,
		       const char *storage)
{
	struct mview_field field = {
		.name = "",
		.code = member->size == 4 ? 'f' : 'd',
		.order = member->order,
		.size = member->size,
		.count = 1,
	};
	char text[64];

	mview_text(&field, storage, text, sizeof(text));
	out(to, "%s", text);
}

static void text_members(struct out *to, const struct mview_member *record,
			 const char *storage)
{
	bool is_union = record->kind == MVIEW_MEMBER_UNION;
	const struct mview_member *member = record->members;
	int i;

	out(to, "{");
	for (i = 0; i < record->nmembers; i++, member++) {
		out(to, "%s", !i ? "" : is_union ? " | " : ", ");
		if (*member->name)
			out(to, "%s: ", member->name);
		text_value(to, member, storage + member->offset);
	}
	out(to, "}");
}

static void text_one(struct out *to, const struct mview_member *member,
		     const char *storage)
{
	if (member->members)
		text_members(to, member, storage);
	else if (member->kind == MVIEW_MEMBER_FLOAT)
		text_float(to, member, storage);
	else if (member->kind == MVIEW_MEMBER_CHAR ||
		 member->kind == MVIEW_MEMBER_BYTES)
		text_chars(to, storage, member->size);
	else
		text_integer(to, member, storage);
}

static void text_value(struct out *to, const struct mview_member *member,
		       const char *storage)
{
	struct mview_member inner = *member;
	int64_t i;

	if (!member->ndim) {
		text_one(to, member, storage);
		return;
	}
	if (member->kind == MVIEW_MEMBER_CHAR && member->ndim == 1) {
		text_chars(to, storage, member->count);
		return;
	}
	out(to, "[");
	inner.ndim--;
	inner.shape++;
	inner.count = *member->shape ? member->count / *member->shape : 0;
	/* Elements without bytes have nothing to tell, however many they are. */
	for (i = 0; i < *member->shape && bytes_of(&inner); i++) {
		out(to, i ? ", " : "");
		text_value(to, &inner,
			   storage + i * bytes_of(&inner));
	}
	out(to, "]");
}

size_t mview_member_text(const struct mview_member *member,
			 const void *storage, char *buf, size_t size)
{
	struct out to = { buf, size, 0 };

	if (size)
		*buf = 0;
	text_value(&to, member, storage);
	return to.len;
}
