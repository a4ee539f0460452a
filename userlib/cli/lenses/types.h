/* SPDX-License-Identifier: GPL-2.0 */
/* C types on the command line: [MODULE:]TYPE, and --btf. */
#ifndef MVIEW_CLI_LENSES_TYPES_H
#define MVIEW_CLI_LENSES_TYPES_H

#include <mview-inspect.h>

#include "options.h"

struct command;

#define TYPES_FILES	8

/**
 * struct types_from - where types come from
 * @files: those of --btf, each a module's on the one before
 * @n: their number; 0 for the running kernel
 */
struct types_from {
	const char *files[TYPES_FILES];
	int n;
};

/* --btf, for types_option(): another file of types; 0, or the exit status. */
extern const struct cli_option types_options[];
int types_option(const struct command *command, struct types_from *from);

/**
 * types_open - the types that a name is of
 * @from: where they come from
 * @name: "[MODULE:]TYPE"; moved behind the module
 *
 * Return: NULL, and mview_inspect_error() says why.
 */
struct mview_types *types_open(const struct types_from *from,
			       const char **name);

/* The type itself; likewise. */
struct mview_ctype *types_type(const struct types_from *from,
			       const char *name);

/**
 * types_of - the type that a view's format names
 * @from: where types come from
 * @view: the view
 *
 * Return: the type; or NULL if it names none, or one that can't be had, of which
 * it tells on standard error.
 */
struct mview_ctype *types_of(const struct types_from *from, struct mview *view);

/* Print a type as pahole does. */
void types_print(const struct mview_ctype *type);

/* A member as text, which holds until the next call. */
const char *types_text(const struct mview_member *member, const void *storage);

/* The same of a member in its element, see mview_element_text(). */
const char *types_element_text(const struct mview_member *member,
			       const void *element);

#endif /* MVIEW_CLI_LENSES_TYPES_H */
