// SPDX-License-Identifier: LGPL-2.1-or-later
/* Expressions from text, by precedence climbing. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "expr/name.h"
#include "types/build.h"

#define LENGTH	4096	/* characters of a text */
#define DEPTH	64	/* parentheses and signs around one another */
#define TREE	256	/* operators on one another, as in 1+1+1 */

/* As in C, those that bind least first; longer ones before their beginnings. */
static const struct binary {
	const char *text;
	enum expr_op op;
	int precedence;
} binaries[] = {
	{ "||", OP_OR, 1 },	       { "&&", OP_AND, 2 },
	{ "==", OP_EQUAL, 6 },	       { "!=", OP_UNEQUAL, 6 },
	{ "<<", OP_LEFT, 8 },	       { ">>", OP_RIGHT, 8 },
	{ "<=", OP_LESS_EQUAL, 7 },    { ">=", OP_GREATER_EQUAL, 7 },
	{ "<", OP_LESS, 7 },	       { ">", OP_GREATER, 7 },
	{ "|", OP_BIT_OR, 3 },	       { "^", OP_BIT_XOR, 4 },
	{ "&", OP_BIT_AND, 5 },	       { "+", OP_ADD, 9 },
	{ "-", OP_SUBTRACT, 9 },       { "*", OP_MULTIPLY, 10 },
	{ "/", OP_DIVIDE, 10 },	       { "%", OP_REMAINDER, 10 },
};

/**
 * struct parse - a text as it is read
 * @type: whose members are meant
 * @text: all of it
 * @at: where the next word begins
 * @arena: of what is made of it
 * @depth: around @at
 */
struct parse {
	const struct mview_ctype *type;
	const char *text;
	const char *at;
	struct arena *arena;
	int depth;
};

static struct node *parse_choice(struct parse *parse);

static void *parse_failed(const struct parse *parse, const char *why)
{
	if (!*parse->at)
		return inspect_fail(EINVAL, "\"%.60s\": %s, at its end",
				    parse->text, why);
	return inspect_fail(EINVAL, "\"%.60s\": %s, at \"%.40s\"", parse->text, why,
			    parse->at);
}

static void *too_deep(const struct parse *parse)
{
	return inspect_fail(E2BIG, "\"%.60s\": it is too deep, at \"%.40s\"",
			    parse->text, parse->at);
}

static void skip_spaces(struct parse *parse)
{
	while (isspace((unsigned char)*parse->at))
		parse->at++;
}

static bool take(struct parse *parse, const char *word)
{
	skip_spaces(parse);
	if (strncmp(parse->at, word, strlen(word)))
		return false;
	parse->at += strlen(word);
	return true;
}

/* NULL for the operands that it does not have. */
static struct node *node_create(struct parse *parse, enum expr_op op,
				struct node *a, struct node *b, struct node *c)
{
	struct node *node = arena_alloc(parse->arena, 1, sizeof(*node));
	int i;

	if (!node)
		return NULL;
	node->op = op;
	node->args[0] = a;
	node->args[1] = b;
	node->args[2] = c;
	for (i = 0; i < 3; i++)
		if (node->args[i] && node->args[i]->depth > node->depth)
			node->depth = node->args[i]->depth;
	return node->depth++ < TREE ? node : too_deep(parse);
}

static struct node *number_create(struct parse *parse, struct wide number)
{
	struct node *node = node_create(parse, OP_NUMBER, NULL, NULL, NULL);

	if (node)
		node->number = number;
	return node;
}

static struct node *parse_number(struct parse *parse)
{
	unsigned long long number;
	char *end;

	errno = 0;
	number = strtoull(parse->at, &end, 0);
	if (errno)
		return parse_failed(parse, "the number is too large");
	while (*end && strchr("uUlL", *end))
		end++;
	if (isalnum((unsigned char)*end) || *end == '_' || *end == '.')
		return parse_failed(parse, "this is no integer");
	parse->at = end;
	return number_create(parse, wide_of(number));
}

/* "wb.upper.status", "ring[3].len" */
static size_t path_length(const char *text)
{
	size_t len = 0;

	while (isalnum((unsigned char)text[len]) ||
	       (text[len] && strchr("_.[]", text[len])))
		len++;
	return len;
}

static bool has_value(const struct mview_member *member)
{
	return !member->ndim && !is_record(member) && member->size <= 16 &&
	       member->kind != MVIEW_MEMBER_FLOAT &&
	       member->kind != MVIEW_MEMBER_BYTES;
}

static struct node *parse_name(struct parse *parse)
{
	size_t len = path_length(parse->at);
	struct mview_member member;
	bool is_member;
	struct node *node;
	char *name;

	name = arena_alloc(parse->arena, len + 1, 1);
	if (!name)
		return NULL;
	memcpy(name, parse->at, len);
	is_member = !mview_ctype_find(parse->type, name, &member);
	if (is_member ? !has_value(&member) : !name_exists(parse->type, name))
		return is_member ? parse_failed(parse, "this is no integer") :
				   NULL;
	parse->at += len;
	node = node_create(parse, is_member ? OP_MEMBER : OP_NAME, NULL, NULL,
			   NULL);
	if (!node)
		return NULL;
	if (is_member)
		node->member = member;
	else
		node->name = name;
	return node;
}

static struct node *parse_closed(struct parse *parse)
{
	struct node *inner = parse_choice(parse);
	struct node *node;

	if (!inner)
		return NULL;
	if (!take(parse, ")"))
		return parse_failed(parse, "a ) is missing");
	node = node_create(parse, inner->op, NULL, NULL, NULL);
	if (!node)
		return NULL;
	*node = *inner;
	node->is_closed = true;
	return node;
}

static struct node *parse_operand(struct parse *parse);

static struct node *parse_sign(struct parse *parse, enum expr_op op)
{
	struct node *operand = parse_operand(parse);

	return operand ? node_create(parse, op, operand, NULL, NULL) : NULL;
}

static struct node *parse_inside(struct parse *parse)
{
	if (take(parse, "("))
		return parse_closed(parse);
	if (take(parse, "!"))
		return parse_sign(parse, OP_NOT);
	if (take(parse, "~"))
		return parse_sign(parse, OP_INVERT);
	if (take(parse, "-"))
		return parse_sign(parse, OP_NEGATE);
	if (take(parse, "+"))
		return parse_operand(parse);
	if (isdigit((unsigned char)*parse->at))
		return parse_number(parse);
	if (isalpha((unsigned char)*parse->at) || *parse->at == '_')
		return parse_name(parse);
	return parse_failed(parse, "a member or a number is missing");
}

static struct node *parse_operand(struct parse *parse)
{
	struct node *node;

	if (parse->depth == DEPTH)
		return too_deep(parse);
	parse->depth++;
	node = parse_inside(parse);
	parse->depth--;
	return node;
}

/* The operator that comes next, if it binds as tight as that. */
static const struct binary *next_binary(struct parse *parse, int precedence)
{
	const struct binary *binary = binaries;
	size_t i;

	skip_spaces(parse);
	for (i = 0; i < sizeof(binaries) / sizeof(*binaries); i++, binary++)
		if (!strncmp(parse->at, binary->text, strlen(binary->text)))
			return binary->precedence >= precedence ? binary : NULL;
	return NULL;
}

static bool is_comparison(const struct node *node)
{
	return !node->is_closed && node->op >= OP_EQUAL &&
	       node->op <= OP_GREATER_EQUAL;
}

/* C's precedence of & ^ | is not what most people mean by it. */
static bool is_trap(const struct node *node)
{
	return node->op >= OP_BIT_OR && node->op <= OP_BIT_AND &&
	       (is_comparison(node->args[0]) || is_comparison(node->args[1]));
}

static struct node *parse_binary(struct parse *parse, int precedence)
{
	struct node *left = parse_operand(parse), *right;
	const struct binary *binary;

	while (left && (binary = next_binary(parse, precedence))) {
		parse->at += strlen(binary->text);
		right = parse_binary(parse, binary->precedence + 1);
		if (!right)
			return NULL;
		left = node_create(parse, binary->op, left, right, NULL);
		if (!left)
			return NULL;
		name_compare(left);
		if (is_trap(left))
			return inspect_fail(EINVAL,
					    "\"%.60s\": C takes == and < before & ^ |: put what you mean into parentheses",
					    parse->text);
	}
	return left;
}

static struct node *parse_choice(struct parse *parse)
{
	struct node *which = parse_binary(parse, 1), *yes, *no;

	if (!which || !take(parse, "?"))
		return which;
	if (parse->depth == DEPTH)
		return too_deep(parse);
	parse->depth++;
	yes = parse_choice(parse);
	if (yes && !take(parse, ":"))
		return parse_failed(parse, "a : is missing");
	no = yes ? parse_choice(parse) : NULL;
	parse->depth--;
	return no ? node_create(parse, OP_CHOOSE, which, yes, no) : NULL;
}

static struct node *parse(struct arena *arena, const struct mview_ctype *type,
			  const char *text)
{
	struct parse parse = { .type = type, .text = text, .at = text,
			       .arena = arena };
	struct node *root;

	if (strlen(text) > LENGTH)
		return inspect_fail(E2BIG, "an expression has at most %d characters",
				    LENGTH);
	root = parse_choice(&parse);
	skip_spaces(&parse);
	if (root && *parse.at)
		return parse_failed(&parse, "an operator is missing");
	return root && !name_settle(root, type, text) ? root : NULL;
}

const struct mview_expr *expr_open_in(struct arena *arena,
				      const struct mview_ctype *type,
				      const char *text)
{
	struct mview_expr *expr = arena_alloc(arena, 1, sizeof(*expr));

	if (!expr)
		return NULL;
	expr->root = parse(arena, type, text);
	return expr->root ? expr : NULL;
}

struct mview_expr *mview_expr_open(const struct mview_ctype *type,
				   const char *text)
{
	struct mview_expr *expr = calloc(1, sizeof(*expr));

	if (!expr)
		return inspect_fail(ENOMEM, NO_MEMORY);
	expr->root = parse(&expr->arena, type, text);
	if (expr->root)
		return expr;
	mview_expr_close(expr);
	return NULL;
}

void mview_expr_close(struct mview_expr *expr)
{
	if (!expr)
		return;
	arena_deinit(&expr->arena);
	free(expr);
}
