// SPDX-License-Identifier: LGPL-2.1-or-later
/* Members as text. */
#include <inttypes.h>
#include <string.h>

#include "mview-inspect/expr.h"
#include "types/build.h"
#include "types/bytes.h"
#include "types/out.h"

static void text_value(struct out *to, const struct mview_member *member,
		       const char *storage, bool is_whole);

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

static void text_hex(struct out *to, struct wide all)
{
	out(to, "0x");
	if (all.high)
		out(to, "%" PRIx64 "%016" PRIx64, all.high, all.low);
	else
		out(to, "%" PRIx64, all.low);
}

/* What @all has in the bits of @member */
static struct wide text_masked(const struct mview_member *member,
			       struct wide all)
{
	return wide_and(all, wide_mask(member->bits));
}

/* "037", "0b101" */
static void text_digits(struct out *to, struct wide all, int bits)
{
	char digits[130], *at = digits + sizeof(digits);

	*--at = 0;
	do {
		*--at = '0' + (int)(all.low & ((1 << bits) - 1));
		all = wide_right(all, bits);
	} while (!wide_is_zero(all));
	out(to, "%s%s", bits == 1 ? "0b" : "0", at);
}

static void text_number(struct out *to, const struct mview_member *member,
			struct wide all)
{
	enum mview_show show = member->show;

	if (show == MVIEW_SHOW_DEFAULT && (member->kind == MVIEW_MEMBER_POINTER ||
					   member->kind == MVIEW_MEMBER_FLAGS))
		show = MVIEW_SHOW_HEX;
	/* printf() has no decimal of more. */
	if (member->bits > 64 && show <= MVIEW_SHOW_DECIMAL)
		show = MVIEW_SHOW_HEX;
	if (show == MVIEW_SHOW_HEX || show == MVIEW_SHOW_ADDRESS)
		text_hex(to, text_masked(member, all));
	else if (show == MVIEW_SHOW_OCTAL || show == MVIEW_SHOW_BINARY)
		text_digits(to, text_masked(member, all),
			    show == MVIEW_SHOW_OCTAL ? 3 : 1);
	else if (member->is_signed)
		out(to, "%" PRId64, (int64_t)all.low);
	else
		out(to, "%" PRIu64, all.low);
}

static bool text_name(struct out *to, const struct mview_member *member,
		      int64_t value)
{
	int i;

	for (i = 0; i < member->nnames; i++)
		if (value == member->names[i].value) {
			out(to, "%s", member->names[i].name);
			return true;
		}
	return false;
}

/* A name takes its bits away from those behind it. */
static void text_flags(struct out *to, const struct mview_member *member,
		       struct wide all)
{
	struct wide rest = text_masked(member, all);
	uint64_t flag;
	int i;

	for (i = 0; i < member->nnames; i++) {
		flag = text_masked(member, wide_of(member->names[i].value)).low;
		if (!flag || (rest.low & flag) != flag)
			continue;
		rest.low &= ~flag;
		out(to, "%s%s", member->names[i].name,
		    wide_is_zero(rest) ? "" : "|");
	}
	if (!wide_is_zero(rest))
		text_number(to, member, rest);
}

/* By name; and those that are set and have none. */
static void text_bits(struct out *to, const struct mview_member *member,
		      const char *storage)
{
	struct wide mask, rest = text_masked(member, bits_get(member, storage));
	const struct mview_member *bits = member->members;
	int i;

	out(to, "{");
	for (i = 0; i < member->nmembers; i++, bits++) {
		out(to, "%s%s: ", i ? ", " : "", bits->name);
		text_value(to, bits, storage, false);
		mask = wide_left(wide_mask(bits->bits),
				 bits->shift - member->shift);
		rest = wide_and(rest, wide_not(mask));
	}
	if (!wide_is_zero(rest)) {
		out(to, ", +");
		text_hex(to, rest);
	}
	out(to, "}");
}

static void text_integer(struct out *to, const struct mview_member *member,
			 const char *storage)
{
	struct wide all = bits_get(member, storage);

	if (member->members)
		text_bits(to, member, storage);
	else if (text_name(to, member, all.low))
		return;
	else if (member->kind == MVIEW_MEMBER_FLAGS && !wide_is_zero(all))
		text_flags(to, member, all);
	else if (member->kind == MVIEW_MEMBER_BOOL)
		out(to, wide_is_zero(all) ? "false" : "true");
	else
		text_number(to, member, all);
}

/* libmview has the shortest text of a float. */
static void text_float(struct out *to, const struct mview_member *member,
		       const char *storage)
{
	struct mview_field field;
	char text[64];

	float_field(member, &field);
	mview_text(&field, storage, text, sizeof(text));
	out(to, "%s", text);
}

static void text_members(struct out *to, const struct mview_member *record,
			 const char *storage, bool is_whole)
{
	bool is_union = record->kind == MVIEW_MEMBER_UNION;
	int chosen = is_whole ? mview_union_choice(record, storage) : -1;
	const struct mview_member *member = record->members;
	int i, n = 0;

	out(to, "{");
	for (i = 0; i < record->nmembers; i++, member++) {
		if (chosen >= 0 && chosen != i)
			continue;
		out(to, "%s", !n++ ? "" : is_union ? " | " : ", ");
		if (*member->name)
			out(to, "%s: ", member->name);
		text_value(to, member, storage + member->offset, is_whole);
	}
	out(to, "}");
}

/* Bytes in a row: 52:54:00, or 525400. */
static void text_row(struct out *to, const char *storage, int64_t n,
		     const char *between)
{
	int64_t i;

	for (i = 0; i < n; i++)
		out(to, "%s%02x", i ? between : "", (unsigned char)storage[i]);
}

static void text_bytes(struct out *to, const struct mview_member *member,
		       const char *storage)
{
	if (member->show == MVIEW_SHOW_MAC)
		text_row(to, storage, bytes_of(member), ":");
	else if (member->show == MVIEW_SHOW_BYTES)
		text_row(to, storage, bytes_of(member), "");
	else
		text_chars(to, storage, bytes_of(member));
}

static void text_one(struct out *to, const struct mview_member *member,
		     const char *storage, bool is_whole)
{
	if (is_record(member))
		text_members(to, member, storage, is_whole);
	else if (is_text(member))
		text_bytes(to, member, storage);
	else if (member->kind == MVIEW_MEMBER_FLOAT)
		text_float(to, member, storage);
	else
		text_integer(to, member, storage);
}

static void text_value(struct out *to, const struct mview_member *member,
		       const char *storage, bool is_whole)
{
	struct mview_member inner = *member;
	int64_t i;

	if (!member->ndim) {
		text_one(to, member, storage, is_whole);
		return;
	}
	if (is_text(member) && member->ndim == 1 && member->size == 1) {
		text_bytes(to, member, storage);
		return;
	}
	out(to, "[");
	inner.ndim--;
	inner.shape++;
	inner.count = *member->shape ? member->count / *member->shape : 0;
	/* Elements without bytes have nothing to tell, however many they are. */
	for (i = 0; i < *member->shape && bytes_of(&inner); i++) {
		out(to, i ? ", " : "");
		text_value(to, &inner, storage + i * bytes_of(&inner), is_whole);
	}
	out(to, "]");
}

static size_t text(const struct mview_member *member, const char *storage,
		   bool is_whole, char *buf, size_t size)
{
	struct out to = { buf, size, 0 };

	if (size)
		*buf = 0;
	text_value(&to, member, storage, is_whole);
	return to.len;
}

size_t mview_member_text(const struct mview_member *member,
			 const void *storage, char *buf, size_t size)
{
	return text(member, storage, false, buf, size);
}

size_t mview_element_text(const struct mview_member *member,
			  const void *element, char *buf, size_t size)
{
	return text(member, (const char *)element + member->offset, true, buf,
		    size);
}
