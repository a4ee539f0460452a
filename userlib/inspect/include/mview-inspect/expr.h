/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview-inspect: expressions on elements. Part of mview-inspect.h. */
#ifndef MVIEW_INSPECT_EXPR_H
#define MVIEW_INSPECT_EXPR_H

#include <mview.h>
#include <mview-inspect/types.h>

MVIEW_BEGIN

/* An expression on the elements of a C type. Opaque; never changes. */
struct mview_expr;

/**
 * mview_expr_open - read an expression
 * @type: what its names are members of; must outlive it
 * @text: in C's syntax: members by path ("wb.upper.status", "ring[3].len"), names
 *	of enums, numbers, and the operators
 *	?: || && | ^ & == != < <= > >= << >> + - * / % ! ~ and parentheses
 *
 * Numbers have 128 bits and a sign, so that members of 64 bits mean what they
 * hold and mix freely. C reads "a & 1 == 0" as "a & (1 == 0)": where & ^ | stand
 * beside a comparison, parentheses are asked for. There are no calls and no
 * assignments, and nothing outside the element is read. A name that is compared
 * with a member, or stands beside it at & ^ |, is the member's own where it has it,
 * else that of any member.
 *
 * Errors: EINVAL, with the place in mview_inspect_error(), also for a name with two
 * values of which no member beside it has one; ENOENT for a name that
 * is no member and no enumerator; ERANGE; E2BIG for too long or too deep a text.
 */
struct mview_expr *mview_expr_open(const struct mview_ctype *type,
				   const char *text);

/* NULL is allowed. */
void mview_expr_close(struct mview_expr *expr);

/**
 * mview_expr_get - the value of an expression
 * @expr: an expression
 * @element: mview_ctype_size() bytes; need not be aligned
 * @value: written: MVIEW_INT if it is negative, else MVIEW_UINT
 *
 * Of "a && b", "a || b" and "a ? b : c" only what is needed is evaluated.
 *
 * Errors: EDOM for a division by 0; ERANGE for a shift by less than 0 or more
 * than 127 bits, or a result of more than 64.
 */
int mview_expr_get(const struct mview_expr *expr, const void *element,
		   struct mview_value *value);

MVIEW_END

#endif /* MVIEW_INSPECT_EXPR_H */
