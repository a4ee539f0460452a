/* SPDX-License-Identifier: GPL-2.0 */
/* Assignments on the command line: FIELD=VALUE, FIELD|=VALUE, FIELD&=~VALUE. */
#ifndef MVIEW_CLI_LENSES_ASSIGN_H
#define MVIEW_CLI_LENSES_ASSIGN_H

#include <mview-inspect.h>

/**
 * enum assign_op - what an assignment does to a value
 * @ASSIGN_SET: =
 * @ASSIGN_OR: |=
 * @ASSIGN_AND: &=
 * @ASSIGN_CLEAR: &=~
 * @ASSIGN_XOR: ^=
 */
enum assign_op {
	ASSIGN_SET,
	ASSIGN_OR,
	ASSIGN_AND,
	ASSIGN_CLEAR,
	ASSIGN_XOR,
};

/**
 * struct assignment - what is done to one member
 * @word: all of it, as it was given
 * @path: of the member, as in C; "" is the element itself
 * @op: what is done
 * @text: of the value
 * @member: the member; its offset is that in the element
 * @value: the value
 * @bytes: those of @value, if it has any; else NULL
 */
struct assignment {
	const char *word;
	char *path;
	enum assign_op op;
	const char *text;
	struct mview_member member;
	struct mview_value value;
	char *bytes;
};

/**
 * assign_read - take a word apart
 * @word: "len=64", "flags|=DONE", "17" alone for "=17"; @assignment keeps it
 * @assignment: written; assign_done() frees what it has
 *
 * Return: NULL, or what is wrong.
 */
const char *assign_read(const char *word, struct assignment *assignment);
void assign_done(struct assignment *assignment);

/**
 * assign_find - find the member, and read the value as one of it
 * @assignment: as assign_read() left it; @member, @value and @bytes are
 *	written
 * @type: whose member it is
 *
 * A value is what mview_member_parse() takes. Of an integer it may also be the
 * name of a member whose bits lie in it, for a 1 in each of those, and several
 * joined by |.
 *
 * Return: NULL, or what is wrong; holds until the next call.
 */
const char *assign_find(struct assignment *assignment,
			const struct mview_ctype *type);

/* Whether it needs no old value: it sets all bits of the storage. */
bool assign_is_whole(const struct assignment *assignment);

/* Whether both are of the same storage, or of storages that overlap. */
bool assign_is_beside(const struct assignment *a, const struct assignment *b);
bool assign_overlaps(const struct assignment *a, const struct assignment *b);

/**
 * assign_apply - change the value in memory
 * @assignment: of which assign_find() found nothing wrong
 * @storage: of its member
 */
void assign_apply(const struct assignment *assignment, void *storage);

#endif /* MVIEW_CLI_LENSES_ASSIGN_H */
