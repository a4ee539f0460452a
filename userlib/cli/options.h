/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Options: an entry in a table is all that getopt_long(), --help and completion
 * know of one.
 */
#ifndef MVIEW_CLI_OPTIONS_H
#define MVIEW_CLI_OPTIONS_H

#include <getopt.h> /* optarg, optind */
#include <stdbool.h>

struct command;

/* Letters from here on are of options that have only a name. */
#define OPTION_NAMED	256

/**
 * struct cli_option - an option
 * @name: behind "--"; NULL in the entry that ends a table
 * @letter: behind "-"; also what tells the options of a command apart
 * @argument: what --help calls its argument, by which commands/completion.c
 *	knows what it may be: words that begin with small letters, as in
 *	"device|driver", stand for themselves; NULL if it has none
 * @help: what it does; lines are separated by newlines
 */
struct cli_option {
	const char *name;
	int letter;
	const char *argument;
	const char *help;
};

/* -l, as commands that list things have it. */
extern const struct cli_option long_option[];

/**
 * struct option_takers - what is told of a command line
 * @option: told of each option but --help; 0, or the exit status if that ends
 *	the command
 * @word: likewise, of each word that is no option, in their order. If it is
 *	NULL, words are left behind, from argv[optind] on.
 */
struct option_takers {
	int (*option)(const struct command *command,
		      const struct cli_option *option, void *arg);
	int (*word)(const struct command *command, const char *word, void *arg);
};

/**
 * options_read - read a command line
 * @command: whose options they are
 * @argc: of the command
 * @argv: of the command
 * @takers: told of it; those of a command without options may be NULL
 * @arg: handed to them
 *
 * Return: 0, or the exit status if that ends the command, as --help does.
 */
int options_read(const struct command *command, int argc, char **argv,
		 const struct option_takers *takers, void *arg);

/* Whether it is of this table. */
bool options_hold(const struct cli_option *table,
		  const struct cli_option *option);

#endif /* MVIEW_CLI_OPTIONS_H */
