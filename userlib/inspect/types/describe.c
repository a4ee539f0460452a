// SPDX-License-Identifier: LGPL-2.1-or-later
/* Types as pahole prints them: C, with offsets and sizes. */
#include <inttypes.h>
#include <string.h>

#include "types/build.h"
#include "types/out.h"
#include "types/types.h"

#define DEEP	32	/* tabs before a line, at most */

static void tabs(struct out *to, int depth)
{
	out(to, "%.*s", depth, "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t");
}

static void dimensions(struct out *to, const struct mview_member *member)
{
	int i;

	for (i = 0; i < member->ndim; i++) {
		if (member->shape[i])
			out(to, "[%" PRId64 "]", member->shape[i]);
		else
			out(to, "[]");
	}
}

/* "int  x[2]", "void  (*f)(int)": where C puts the name. */
static void declaration(struct out *to, const struct mview_member *member)
{
	char text[512];
	struct out line = { text, sizeof(text), 0 };
	const char *inside = strstr(member->type, "(*"), *end;

	if (inside) {
		end = inside + strcspn(inside, ")");
		out(&line, "%-26.*s %.*s%s%s", (int)(inside - member->type),
		    member->type, (int)(end - inside), inside,
		    end[-1] == '*' ? "" : " ", member->name);
		dimensions(&line, member);
		out(&line, "%s;", end);
	} else {
		out(&line, "%-26s %s", member->type, member->name);
		dimensions(&line, member);
		if (member->is_bits)
			out(&line, ":%d", member->bits);
		out(&line, ";");
	}
	out(to, "%-47s", text);
}

/* Bit-fields: the byte, and the bit in it, that they begin with. */
static void place(struct out *to, const struct mview_member *member,
		  int64_t base)
{
	if (member->is_bits)
		out(to, " /* %5" PRId64 ":%2" PRId64 " %2" PRId64 " */\n",
		    base + member->offset, bits_position(member), member->size);
	else
		out(to, " /* %5" PRId64 " %5" PRId64 " */\n",
		    base + member->offset, bytes_of(member));
}

static void members(struct out *to, const struct mview_member *record,
		    int64_t base, int depth);

/* An anonymous one, in place. */
static void nested(struct out *to, const struct mview_member *member,
		   int64_t base, int depth)
{
	char text[512];
	struct out line = { text, sizeof(text), 0 };

	tabs(to, depth);
	out(to, "%.*s{\n", (int)strcspn(member->type, "{"), member->type);
	members(to, member, base + member->offset, depth + 1);
	out(&line, "}%s%s", *member->name ? " " : "", member->name);
	dimensions(&line, member);
	out(&line, ";");
	tabs(to, depth);
	out(to, "%-47s", text);
	place(to, member, base);
}

/* With the bits that it has. */
static void plain(struct out *to, const struct mview_member *member,
		  int64_t base, int depth)
{
	tabs(to, depth);
	declaration(to, member);
	place(to, member, base);
	if (!is_record(member))
		members(to, member, base + member->offset, depth + 1);
}

static void hole(struct out *to, int64_t bytes, int depth)
{
	if (bytes <= 0)
		return;
	out(to, "\n");
	tabs(to, depth);
	out(to, "/* %" PRId64 " bytes hole */\n\n", bytes);
}

static void members(struct out *to, const struct mview_member *record,
		    int64_t base, int depth)
{
	const struct mview_member *member = record->members;
	bool is_struct = record->kind == MVIEW_MEMBER_STRUCT;
	int64_t end = 0;
	int i;

	for (i = 0; i < record->nmembers; i++, member++) {
		if (is_struct)
			hole(to, member->offset - end, depth);
		if (strchr(member->type, '{') && member->members)
			nested(to, member, base, depth);
		else
			plain(to, member, base, depth);
		if (member->offset + bytes_of(member) > end)
			end = member->offset + bytes_of(member);
	}
	if (is_struct && record->nmembers && record->size > end) {
		tabs(to, depth);
		out(to, "/* padding: %" PRId64 " */\n", record->size - end);
	}
}

static void enumerators(struct out *to, const struct mview_member *root)
{
	int i;

	for (i = 0; i < root->nnames; i++) {
		out(to, "\t%s = ", root->names[i].name);
		if (root->is_signed)
			out(to, "%" PRId64 ",\n", root->names[i].value);
		else
			out(to, "%" PRIu64 ",\n",
			    (uint64_t)root->names[i].value);
	}
}

/* "struct rx_desc", "struct" for an anonymous one, "u8[6]". */
static void head(struct out *to, const struct mview_member *root)
{
	const char *brace = strchr(root->type, '{');

	if (brace)
		out(to, "%.*s", (int)(brace - root->type - 1), root->type);
	else
		out(to, "%s", root->type);
	dimensions(to, root);
}

size_t mview_ctype_describe(const struct mview_ctype *type, char *buf,
			    size_t size)
{
	const struct mview_member *root = &type->root;
	bool is_plain = !root->members && !root->nnames;
	struct out to = { buf, size, 0 };

	if (size)
		*buf = 0;
	head(&to, root);
	out(&to, is_plain ? ";" : " {\n");
	members(&to, root, root->offset, 1);
	enumerators(&to, root);
	out(&to, "%s/* size: %" PRId64, is_plain ? " " : "\n\t",
	    mview_ctype_size(type));
	if (root->members)
		out(&to, ", members: %d", root->nmembers);
	if (type->size != bytes_of(root))
		out(&to, ", padding: %" PRId64, type->size - bytes_of(root));
	out(&to, is_plain ? " */\n" : " */\n};\n");
	return to.len;
}
