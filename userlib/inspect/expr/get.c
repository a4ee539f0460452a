// SPDX-License-Identifier: LGPL-2.1-or-later
/* The value of an expression. What overflows 128 bits is cut off. */
#include <errno.h>

#include "base/error.h"
#include "base/wide.h"
#include "expr/node.h"
#include "types/bytes.h"

static int get(const struct node *node, const char *element,
	       struct wide *value);

static int divide(const struct node *node, struct wide a, struct wide b,
		  struct wide *value)
{
	struct wide quotient, rest;

	if (wide_is_zero(b))
		return inspect_fail_int(EDOM, "the expression divides by 0");
	quotient = wide_divide(a, b, &rest);
	*value = node->op == OP_DIVIDE ? quotient : rest;
	return 0;
}

static int shift(const struct node *node, struct wide a, struct wide b,
		 struct wide *value)
{
	if (b.high || b.low > 127)
		return inspect_fail_int(ERANGE,
					"the expression shifts by less than 0 or more than 127 bits");
	*value = node->op == OP_LEFT ? wide_left(a, b.low) :
				       wide_right_signed(a, b.low);
	return 0;
}

static struct wide plain(enum expr_op op, struct wide a, struct wide b)
{
	switch (op) {
	case OP_BIT_OR:
		return wide_or(a, b);
	case OP_BIT_XOR:
		return wide_xor(a, b);
	case OP_BIT_AND:
		return wide_and(a, b);
	case OP_EQUAL:
		return wide_of(wide_equal(a, b));
	case OP_UNEQUAL:
		return wide_of(!wide_equal(a, b));
	case OP_LESS:
		return wide_of(wide_less(a, b));
	case OP_LESS_EQUAL:
		return wide_of(!wide_less(b, a));
	case OP_GREATER:
		return wide_of(wide_less(b, a));
	case OP_GREATER_EQUAL:
		return wide_of(!wide_less(a, b));
	case OP_ADD:
		return wide_add(a, b);
	case OP_SUBTRACT:
		return wide_subtract(a, b);
	default:
		return wide_multiply(a, b);
	}
}

static int get_two(const struct node *node, const char *element,
		   struct wide *value)
{
	struct wide a, b;

	if (get(node->args[0], element, &a) || get(node->args[1], element, &b))
		return -1;
	if (node->op == OP_DIVIDE || node->op == OP_REMAINDER)
		return divide(node, a, b, value);
	if (node->op == OP_LEFT || node->op == OP_RIGHT)
		return shift(node, a, b, value);
	*value = plain(node->op, a, b);
	return 0;
}

/* ! ~ - and those that need not evaluate all. */
static int get_first(const struct node *node, const char *element,
		     struct wide *value)
{
	struct wide a;
	bool either;

	if (get(node->args[0], element, &a))
		return -1;
	switch (node->op) {
	case OP_NOT:
		*value = wide_of(wide_is_zero(a));
		return 0;
	case OP_INVERT:
		*value = wide_not(a);
		return 0;
	case OP_NEGATE:
		*value = wide_negate(a);
		return 0;
	case OP_CHOOSE:
		return get(node->args[wide_is_zero(a) ? 2 : 1], element, value);
	default:
		/* Has the first one settled it? */
		either = node->op == OP_OR;
		if (wide_is_zero(a) == either &&
		    get(node->args[1], element, &a))
			return -1;
		*value = wide_of(!wide_is_zero(a));
		return 0;
	}
}

static int get(const struct node *node, const char *element,
	       struct wide *value)
{
	switch (node->op) {
	case OP_NUMBER:
		*value = node->number;
		return 0;
	case OP_MEMBER:
		*value = bits_get(&node->member, element + node->member.offset);
		return 0;
	case OP_NOT:
	case OP_INVERT:
	case OP_NEGATE:
	case OP_CHOOSE:
	case OP_OR:
	case OP_AND:
		return get_first(node, element, value);
	default:
		return get_two(node, element, value);
	}
}

int mview_expr_get(const struct mview_expr *expr, const void *element,
		   struct mview_value *value)
{
	struct wide result;

	if (get(expr->root, element, &result))
		return -1;
	if (result.high && !wide_equal(result, wide_of_signed(result.low)))
		return inspect_fail_int(ERANGE,
					"the expression's value has more than 64 bits");
	value->type = wide_is_negative(result) ? MVIEW_INT : MVIEW_UINT;
	value->u = result.low;
	return 0;
}
