/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of enums in an expression: which value one stands for. */
#ifndef MVIEW_INSPECT_EXPR_NAME_H
#define MVIEW_INSPECT_EXPR_NAME_H

#include "expr/node.h"

/* Does any member of the type have a value of that name? */
bool name_exists(const struct mview_ctype *type, const char *name);

/**
 * name_compare - settle the names on one side of an operator by the other side
 * @node: the operator, with two operands; operators whose operands have nothing to
 *	do with each other, as those of &&, are left alone
 *
 * "state == DONE" means the DONE of the member state, if that has one.
 */
void name_compare(struct node *node);

/**
 * name_settle - settle the names that no member has settled
 * @node: the whole expression
 * @type: a member of it has the name
 * @text: the expression, for people
 *
 * Return: 0; -1 and EINVAL if a name has two values in the type.
 */
int name_settle(struct node *node, const struct mview_ctype *type,
		const char *text);

#endif /* MVIEW_INSPECT_EXPR_NAME_H */
