/* SPDX-License-Identifier: GPL-2.0 */
/* A command line that is being typed, and what an argument in it may be. */
#ifndef MVIEW_CLI_COMPLETE_LINE_H
#define MVIEW_CLI_COMPLETE_LINE_H

#include <stdbool.h>

struct cli_option;
struct command;
struct typed;

/**
 * struct line - a command line up to the word that is being typed
 * @command: its command
 * @n: number of words behind that which are whole, with their arguments
 * @words: those words
 * @noperands: how many of them are neither options nor slices
 * @operands: these
 * @option: whose argument is typed, or NULL
 */
struct line {
	const struct command *command;
	int n;
	char **words;
	int noperands;
	char **operands;
	const struct cli_option *option;
};

/**
 * complete_argument - offer what an argument may be
 * @line: the line
 * @typed: the word that is being typed
 * @name: what --help and the usage call the argument
 *
 * Return: false if the name is a choice of fixed words.
 */
bool complete_argument(const struct line *line, const struct typed *typed,
		       const char *name);

#endif /* MVIEW_CLI_COMPLETE_LINE_H */
