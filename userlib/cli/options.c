// SPDX-License-Identifier: GPL-2.0
/* Options of a command: read from a command line, and explained. */
#include "options.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

#define OTHER_WORD	1	/* what getopt_long() calls one that is no option */
#define HELP_COLUMN	23	/* where --help says what an option does */

const struct cli_option long_option[] = {
	{ "long", 'l', NULL, "all columns, and nothing cut to the terminal's "
	  "width" },
	{ NULL }
};

static const struct cli_option help_option = { "help", 'h', NULL, NULL };

_Static_assert(OPTION_NAMED > UCHAR_MAX, "no letter is an option's number");

/**
 * struct getopt - what getopt_long() wants to know of a command
 * @n: number of options
 * @options: array of these, in the order of @names
 * @names: array, and an empty entry
 * @letters: those that have one
 */
struct getopt {
	int n;
	const struct cli_option **options;
	struct option *names;
	char *letters;
};

static int has_argument(const struct cli_option *option)
{
	if (!option->argument)
		return no_argument;
	return *option->argument == '[' ? optional_argument : required_argument;
}

static void add(struct getopt *getopt, const struct cli_option *option,
		char **letter)
{
	getopt->options[getopt->n] = option;
	getopt->names[getopt->n++] = (struct option) {
		.name = option->name,
		.has_arg = has_argument(option),
		.val = option->letter,
	};
	if (option->letter >= OPTION_NAMED)
		return;
	*(*letter)++ = option->letter;
	if (option->argument)
		*(*letter)++ = ':';
	if (has_argument(option) == optional_argument)
		*(*letter)++ = ':';
}

static int count(const struct command *command)
{
	const struct cli_option *const *table = command->options, *option;
	int n = 0;

	for (; *table; table++)
		for (option = *table; option->name; option++)
			n++;
	return n;
}

/* @ordered: getopt_long() is to tell of other words in their order. */
static void getopt_begin(struct getopt *getopt, const struct command *command,
			 bool ordered)
{
	const struct cli_option *const *table = command->options, *option;
	int n = count(command) + 1;
	char *letter;

	getopt->n = 0;
	getopt->options = allocate(n * sizeof(*getopt->options));
	getopt->names = allocate((n + 1) * sizeof(*getopt->names));
	getopt->letters = allocate(3 * n + 2);
	letter = getopt->letters;
	if (ordered)
		*letter++ = '-';
	for (; *table; table++)
		for (option = *table; option->name; option++)
			add(getopt, option, &letter);
	add(getopt, &help_option, &letter);
	getopt->names[n] = (struct option) { .name = NULL };
	*letter = '\0';
}

static void getopt_end(struct getopt *getopt)
{
	free(getopt->options);
	free(getopt->names);
	free(getopt->letters);
}

static const struct cli_option *find(const struct getopt *getopt, int letter)
{
	int i;

	for (i = 0; i < getopt->n; i++)
		if (getopt->options[i]->letter == letter)
			return getopt->options[i];
	return NULL;
}

static void print_lines(const char *text, int column)
{
	for (; *text; text++) {
		putchar(*text);
		if (*text == '\n')
			printf("%*s", column, "");
	}
}

static void print_option(const struct cli_option *option)
{
	int column;

	if (option->letter < OPTION_NAMED)
		column = printf("  -%c, ", option->letter);
	else
		column = printf("      ");
	column += printf("--%s%s%s", option->name,
			 has_argument(option) == required_argument ? " " : "",
			 option->argument ?: "");
	if (column >= HELP_COLUMN) {
		putchar('\n');
		column = 0;
	}
	printf("%*s", HELP_COLUMN - column, "");
	print_lines(option->help, HELP_COLUMN);
	putchar('\n');
}

/* A line for each of the command's ways of being used. */
static void print_usage(const struct command *command)
{
	const char *line = command->usage, *end;
	const char *label = "Usage:";

	for (; *line; line = *end ? end + 1 : end) {
		end = strchrnul(line, '\n');
		printf("%-6s mview %s %.*s\n", label, command->name,
		       (int)(end - line), line);
		label = "";
	}
}

static int print_help(const struct command *command)
{
	const struct cli_option *const *table, *option;

	printf("mview %s: %s\n\n", command->name, command->summary);
	print_usage(command);
	if (*command->options)
		putchar('\n');
	for (table = command->options; *table; table++)
		for (option = *table; option->name; option++)
			print_option(option);
	printf("\n%s", command->help);
	return EXIT_HELP;
}

static int take(const struct command *command, const struct getopt *getopt,
		const struct option_takers *takers, int letter, void *arg)
{
	if (letter == OTHER_WORD)
		return takers->word(command, optarg, arg);
	if (letter == help_option.letter)
		return print_help(command);
	if (letter != '?')
		return takers->option(command, find(getopt, letter), arg);
	fprintf(stderr, "Try 'mview %s --help'.\n", command->name);
	return EXIT_USAGE;
}

int options_read(const struct command *command, int argc, char **argv,
		 const struct option_takers *takers, void *arg)
{
	bool ordered = takers && takers->word;
	struct getopt getopt;
	int letter, status = 0;

	getopt_begin(&getopt, command, ordered);
	while (!status && (letter = getopt_long(argc, argv, getopt.letters,
						getopt.names, NULL)) != -1)
		status = take(command, &getopt, takers, letter, arg);
	getopt_end(&getopt);
	/* The words behind "--". */
	for (; ordered && !status && optind < argc; optind++)
		status = takers->word(command, argv[optind], arg);
	return status;
}

bool options_hold(const struct cli_option *table,
		  const struct cli_option *option)
{
	for (; table->name; table++)
		if (table == option)
			return true;
	return false;
}
