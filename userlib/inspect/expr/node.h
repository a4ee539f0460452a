/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Expressions as trees. */
#ifndef MVIEW_INSPECT_EXPR_NODE_H
#define MVIEW_INSPECT_EXPR_NODE_H

#include "base/wide.h"
#include "mview-inspect/expr.h"
#include "types/arena.h"

enum expr_op {
	OP_NUMBER,
	OP_MEMBER,
	OP_NAME,
	OP_NOT,
	OP_INVERT,
	OP_NEGATE,
	OP_CHOOSE,
	OP_OR,
	OP_AND,
	OP_BIT_OR,
	OP_BIT_XOR,
	OP_BIT_AND,
	OP_EQUAL,
	OP_UNEQUAL,
	OP_LESS,
	OP_LESS_EQUAL,
	OP_GREATER,
	OP_GREATER_EQUAL,
	OP_LEFT,
	OP_RIGHT,
	OP_ADD,
	OP_SUBTRACT,
	OP_MULTIPLY,
	OP_DIVIDE,
	OP_REMAINDER,
};

/**
 * struct node - a part of an expression
 * @op: what it does
 * @number: of OP_NUMBER
 * @member: of OP_MEMBER; its offset is that in the element
 * @name: of OP_NAME, which the parser turns into OP_NUMBER
 * @args: operands, as many as the operator has, then NULL
 * @depth: of the tree below it, itself included
 * @is_closed: stands in parentheses
 */
struct node {
	enum expr_op op;
	struct wide number;
	struct mview_member member;
	const char *name;
	struct node *args[3];
	int depth;
	bool is_closed;
};

struct mview_expr {
	struct arena arena;
	const struct node *root;
};

/**
 * expr_open_in - mview_expr_open() of an expression that another thing has
 * @arena: of that; the expression ends with it, and is not closed
 * @type: need not outlive it
 * @text: see there
 */
const struct mview_expr *expr_open_in(struct arena *arena,
				      const struct mview_ctype *type,
				      const char *text);

#endif /* MVIEW_INSPECT_EXPR_NODE_H */
