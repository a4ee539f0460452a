// SPDX-License-Identifier: GPL-2.0
/* Assignments: FIELD, an operator, a value of the field. */
#include "lenses/assign.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* Longer ones before their beginnings. */
static const struct {
	const char *text;
	enum assign_op op;
} operators[] = {
	{ "&=~", ASSIGN_CLEAR }, { "&=", ASSIGN_AND }, { "|=", ASSIGN_OR },
	{ "^=", ASSIGN_XOR },	 { "=", ASSIGN_SET },
};

#define N_OPERATORS	(sizeof(operators) / sizeof(*operators))

/* What a path may consist of */
#define PATH	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.[]"

static char *copy_text(const char *text, size_t len)
{
	char *copy = allocate(len + 1);

	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

static const char *skip_spaces(const char *text)
{
	return text + strspn(text, " \t");
}

/* The operator that @text begins with; moved behind it. */
static bool take_operator(const char **text, enum assign_op *op)
{
	size_t i, len;

	for (i = 0; i < N_OPERATORS; i++) {
		len = strlen(operators[i].text);
		if (strncmp(*text, operators[i].text, len))
			continue;
		*text += len;
		*op = operators[i].op;
		return true;
	}
	return false;
}

const char *assign_read(const char *word, struct assignment *assignment)
{
	const char *text = word;
	size_t len = 0;

	*assignment = (struct assignment) { .word = word, .op = ASSIGN_SET };
	if (strchr(word, '=')) {
		len = strspn(word, PATH);
		text = skip_spaces(word + len);
		if (!take_operator(&text, &assignment->op))
			return "= |= &= &=~ or ^= should stand behind a field";
		text = skip_spaces(text);
	}
	if (!*text)
		return "a value is missing";
	assignment->path = copy_text(word, len);
	assignment->text = text;
	return NULL;
}

void assign_done(struct assignment *assignment)
{
	free(assignment->path);
	free(assignment->bytes);
}

/* mview_member_parse() has one place for the bytes of all values. */
static void keep_bytes(struct assignment *assignment)
{
	struct mview_value *value = &assignment->value;

	if (value->type != MVIEW_BYTES)
		return;
	assignment->bytes = copy_text(value->bytes.data, value->bytes.len);
	value->bytes.data = assignment->bytes;
}

/* A 1 in each bit of the member that is called @name beside or below @path. */
static int find_bits(const struct mview_ctype *type,
		     const struct assignment *assignment, const char *name,
		     uint64_t *bits)
{
	const struct mview_member *whole = &assignment->member;
	struct mview_member part;
	char *path = NULL;
	int err, shift;

	if (asprintf(&path, "%s%s%s", assignment->path,
		     *assignment->path ? "." : "", name) < 0)
		exit(failed("out of memory"));
	err = mview_ctype_find(type, path, &part);
	free(path);
	shift = part.shift - whole->shift;
	if (err || part.offset != whole->offset || part.size != whole->size ||
	    part.ndim || part.bits > 63 || shift < 0 || shift > 63)
		return -1;
	*bits = ((UINT64_C(1) << part.bits) - 1) << shift;
	return 0;
}

/* A number or a name, of which there may be several. */
static int parse_term(const struct mview_ctype *type,
		      const struct assignment *assignment, const char *text,
		      uint64_t *bits)
{
	struct mview_value value;

	if (!find_bits(type, assignment, text, bits))
		return 0;
	if (mview_member_parse(&assignment->member, text, &value))
		return -1;
	*bits = value.u;
	return 0;
}

/* "DONE|EOP|0x10" */
static int parse_terms(const struct mview_ctype *type,
		       struct assignment *assignment)
{
	char *copy = copy_text(assignment->text, strlen(assignment->text));
	char *rest = copy, *term, *end;
	uint64_t bits = 0, all = 0;
	int err = 0;

	while (!err && (term = strsep(&rest, "|"))) {
		term += strspn(term, " \t");
		for (end = term + strlen(term); end > term && end[-1] == ' ';)
			*--end = '\0';
		err = parse_term(type, assignment, term, &bits);
		all |= bits;
	}
	free(copy);
	assignment->value.type = assignment->member.is_signed ? MVIEW_INT :
							       MVIEW_UINT;
	assignment->value.u = all;
	return err;
}

/* Nothing is to be written before it is known that all of it can be. */
static int check_value(const struct assignment *assignment)
{
	size_t size = assignment->member.size * assignment->member.count;
	void *scratch = allocate(size);
	int err;

	memset(scratch, 0, size);
	err = mview_member_set(&assignment->member, scratch,
			       &assignment->value);
	free(scratch);
	return err;
}

/* Two of its values can be combined bit by bit. */
static bool is_integer(const struct mview_member *member)
{
	switch (member->kind) {
	case MVIEW_MEMBER_FLOAT:
	case MVIEW_MEMBER_CHAR:
	case MVIEW_MEMBER_BYTES:
	case MVIEW_MEMBER_STRUCT:
	case MVIEW_MEMBER_UNION:
		return false;
	default:
		return !member->ndim && member->bits <= 64;
	}
}

/* Bytes are written as 52:54:00:12:34:56 or as 525400123456. */
static void choose_look(struct mview_member *member, const char *text)
{
	if (member->kind == MVIEW_MEMBER_UINT && member->ndim == 1 &&
	    member->size == 1 && member->show < MVIEW_SHOW_TEXT)
		member->show = strchr(text, ':') ? MVIEW_SHOW_MAC :
						   MVIEW_SHOW_BYTES;
}

const char *assign_find(struct assignment *assignment,
			const struct mview_ctype *type)
{
	const struct mview_member *member = &assignment->member;
	int err;

	if (mview_ctype_find(type, assignment->path, &assignment->member))
		return mview_inspect_error();
	choose_look(&assignment->member, assignment->text);
	if (assignment->op != ASSIGN_SET && !is_integer(member))
		return "only integers can be changed bit by bit; = sets it";
	err = mview_member_parse(member, assignment->text, &assignment->value);
	if (err && errno == EINVAL && is_integer(member))
		err = parse_terms(type, assignment);
	if (!err)
		err = check_value(assignment);
	if (err)
		return mview_inspect_error();
	keep_bytes(assignment);
	if (member->show > MVIEW_SHOW_TEXT &&
	    (int64_t)assignment->value.bytes.len != member->count)
		return "it has more bytes than these";
	return NULL;
}

bool assign_is_whole(const struct assignment *assignment)
{
	const struct mview_member *member = &assignment->member;

	return assignment->op == ASSIGN_SET && member->bits == 8 * member->size;
}

static int64_t end_of(const struct mview_member *member)
{
	return member->offset + member->size * member->count;
}

bool assign_is_beside(const struct assignment *a, const struct assignment *b)
{
	return a->member.offset == b->member.offset &&
	       end_of(&a->member) == end_of(&b->member);
}

bool assign_overlaps(const struct assignment *a, const struct assignment *b)
{
	return a->member.offset < end_of(&b->member) &&
	       b->member.offset < end_of(&a->member);
}

static uint64_t combine(enum assign_op op, uint64_t old, uint64_t value)
{
	switch (op) {
	case ASSIGN_OR:
		return old | value;
	case ASSIGN_AND:
		return old & value;
	case ASSIGN_CLEAR:
		return old & ~value;
	case ASSIGN_XOR:
		return old ^ value;
	default:
		return value;
	}
}

void assign_apply(const struct assignment *assignment, void *storage)
{
	struct mview_value value = assignment->value;

	if (assignment->op != ASSIGN_SET) {
		mview_member_get(&assignment->member, storage, &value);
		value.u = combine(assignment->op, value.u, assignment->value.u);
	}
	mview_member_set(&assignment->member, storage, &value);
}
