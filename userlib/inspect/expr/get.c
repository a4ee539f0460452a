// SPDX-License-Identifier: LGPL-2.1-or-later
/* The value of an expression. What overflows 128 bits is cut off. */
#include <errno.h>

#include "base/error.h"
#include "expr/node.h"
#include "types/bytes.h"

static int get(const struct node *node, const char *element, __int128_t *value);

static int divide(const struct node *node, __int128_t a, __int128_t b,
		  __int128_t *value)
{
	if (!b)
		return inspect_fail_int(EDOM, "the expression divides by 0");
	/* The one quotient that does not fit is cut off as a product is. */
	if (b == -1)
		*value = node->op == OP_DIVIDE ? 0 - (__uint128_t)a : 0;
	else
		*value = node->op == OP_DIVIDE ? a / b : a % b;
	return 0;
}

static int shift(const struct node *node, __int128_t a, __int128_t b,
		 __int128_t *value)
{
	if (b < 0 || b > 127)
		return inspect_fail_int(ERANGE,
					"the expression shifts by less than 0 or more than 127 bits");
	*value = node->op == OP_LEFT ? (__int128_t)((__uint128_t)a << b) :
				       a >> b;
	return 0;
}

static __int128_t plain(enum expr_op op, __int128_t a, __int128_t b)
{
	switch (op) {
	case OP_BIT_OR:
		return a | b;
	case OP_BIT_XOR:
		return a ^ b;
	case OP_BIT_AND:
		return a & b;
	case OP_EQUAL:
		return a == b;
	case OP_UNEQUAL:
		return a != b;
	case OP_LESS:
		return a < b;
	case OP_LESS_EQUAL:
		return a <= b;
	case OP_GREATER:
		return a > b;
	case OP_GREATER_EQUAL:
		return a >= b;
	case OP_ADD:
		return (__uint128_t)a + (__uint128_t)b;
	case OP_SUBTRACT:
		return (__uint128_t)a - (__uint128_t)b;
	default:
		return (__uint128_t)a * (__uint128_t)b;
	}
}

static int get_two(const struct node *node, const char *element,
		   __int128_t *value)
{
	__int128_t a, b;

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
		     __int128_t *value)
{
	__int128_t a;

	if (get(node->args[0], element, &a))
		return -1;
	switch (node->op) {
	case OP_NOT:
		*value = !a;
		return 0;
	case OP_INVERT:
		*value = ~a;
		return 0;
	case OP_NEGATE:
		*value = -(__uint128_t)a;
		return 0;
	case OP_CHOOSE:
		return get(node->args[a ? 1 : 2], element, value);
	default:
		*value = !!a;
		/* Has the first one settled it? */
		if (node->op == OP_OR ? a : !a)
			return 0;
		if (get(node->args[1], element, &a))
			return -1;
		*value = !!a;
		return 0;
	}
}

static int get(const struct node *node, const char *element, __int128_t *value)
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
	__int128_t result;

	if (get(expr->root, element, &result))
		return -1;
	if (result < INT64_MIN || result > (__int128_t)UINT64_MAX)
		return inspect_fail_int(ERANGE,
					"the expression's value has more than 64 bits");
	value->type = result < 0 ? MVIEW_INT : MVIEW_UINT;
	value->u = result;
	return 0;
}
