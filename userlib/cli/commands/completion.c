// SPDX-License-Identifier: GPL-2.0
/*
 * mview completion: what may stand next in a command line, for the scripts of
 * shells.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "commands.h"
#include "complete/complete.h"
#include "complete/line.h"

#define SECONDS		5	/* after which completion gives up */

static const struct cli_option *by_name(const struct command *command,
					const char *name, size_t len)
{
	const struct cli_option *const *table = command->options, *option;

	for (; *table; table++)
		for (option = *table; option->name; option++)
			if (strlen(option->name) == len &&
			    !strncmp(option->name, name, len))
				return option;
	return NULL;
}

static const struct cli_option *by_letter(const struct command *command,
					  int letter)
{
	const struct cli_option *const *table = command->options, *option;

	for (; *table; table++)
		for (option = *table; option->name; option++)
			if (option->letter == letter)
				return option;
	return NULL;
}

/* The option whose argument is the next word, as in "--lens", "-aL", or NULL. */
static const struct cli_option *awaits(const struct command *command,
				       const char *word)
{
	const struct cli_option *option = NULL;

	if (!strncmp(word, "--", 2)) {
		option = by_name(command, word + 2, strlen(word + 2));
		return option && option->argument ? option : NULL;
	}
	while (*++word) {
		option = by_letter(command, *word);
		if (option && option->argument)
			return word[1] ? NULL : option;
	}
	return NULL;
}

static void read_line(struct line *line, int n, char **words)
{
	int i;

	line->words = words;
	for (i = 0; i < n; i++) {
		if (line->option)
			line->option = NULL;
		else if (*words[i] == '-' && words[i][1])
			line->option = awaits(line->command, words[i]);
		else if (*words[i] != '[')
			line->operands[line->noperands++] = words[i];
	}
	line->n = n - !!line->option;
}

/* "-o" and "[-o", which an argument follows; "[-l]" is whole. */
static bool is_option(const char *token)
{
	token += *token == '[';
	return strlen(token) == 2 && *token == '-';
}

/* "[NAME[SLICE]]..." is NAME; what is no operand is "". */
static void bare(char *token)
{
	char *text = token + (*token == '[');

	memmove(token, text, strlen(text) + 1);
	token[strcspn(token, "[].")] = '\0';
	if (*token == '-' || !strcmp(token, "OPTION") ||
	    !strcmp(token, "SLICE"))
		*token = '\0';
}

/*
 * Offer what a line of the usage has in the place of the next operand. Return
 * whether nothing else can stand there.
 */
static bool offer_usage(const struct line *line, const struct typed *typed,
			char *usage)
{
	char *token, *name = "";
	bool repeats = false, is_last;
	int i = 0;

	while (i <= line->noperands && (token = strsep(&usage, " "))) {
		if (is_option(token)) {
			strsep(&usage, " ");
			continue;
		}
		is_last = strstr(token, "...");
		bare(token);
		if (!*token)
			continue;
		name = token;
		repeats = is_last;
		/* Another way of using it. */
		if (i < line->noperands && islower(*name) &&
		    strcmp(name, line->operands[i]))
			return false;
		i++;
	}
	return (i > line->noperands || repeats) &&
	       complete_argument(line, typed, name);
}

static void offer_operand(const struct line *line, const struct typed *typed)
{
	char *usages = strdup(line->command->usage), *rest = usages, *usage;

	while ((usage = strsep(&rest, "\n")))
		if (offer_usage(line, typed, usage))
			break;
	free(usages);
}

static void offer_options(const struct line *line, const struct typed *typed)
{
	const struct cli_option *const *table = line->command->options, *option;
	char text[64];

	for (; *table; table++) {
		for (option = *table; option->name; option++) {
			snprintf(text, sizeof(text), "--%s", option->name);
			complete_offer(typed, text, option->help);
		}
	}
	complete_offer(typed, "--help", "tell how it is used");
}

/* Of a command, whose name is whole. */
static void offer_word(struct line *line, struct typed *typed)
{
	const char *word = typed->word, *equals = strchr(word, '=');

	if (!line->option && equals && !strncmp(word, "--", 2)) {
		line->option = by_name(line->command, word + 2,
				       equals - word - 2);
		typed->kept = equals + 1 - word;
	}
	if (line->option)
		complete_argument(line, typed, line->option->argument ?: "");
	else if (*word == '-')
		offer_options(line, typed);
	else
		offer_operand(line, typed);
}

static void offer_command(const struct typed *typed)
{
	const struct command_entry *entry;

	for (entry = commands; entry->command; entry++)
		complete_offer(typed, entry->command->name,
			       entry->command->summary);
}

/* @words: the last one is being typed. What is wrong with others is no matter. */
static void complete(int n, char **words)
{
	struct typed typed = { .word = words[n - 1] };
	struct line line = { .option = NULL };

	if (n == 1) {
		offer_command(&typed);
		return;
	}
	line.command = command_find(words[0]);
	if (!line.command)
		return;
	line.operands = allocate(n * sizeof(*line.operands));
	read_line(&line, n - 2, words + 1);
	offer_word(&line, &typed);
	free(line.operands);
}

static int print_script(const struct command *command, int argc, char **argv)
{
	if (argc - optind == 1 && complete_script(argv[optind]))
		return EXIT_OK;
	return misused(command, "%s: there are scripts for bash, zsh and fish; "
		       "words of a command line stand behind --", argv[optind]);
}

static int completion_run(const struct command *command, int argc, char **argv)
{
	int status = options_read(command, argc, argv, NULL, NULL);

	if (status)
		return status;
	if (optind == argc)
		return misused(command, "for which shell: bash, zsh or fish?");
	if (strcmp(argv[optind - 1], "--"))
		return print_script(command, argc, argv);
	alarm(SECONDS);
	if (!freopen("/dev/null", "w", stderr))
		return EXIT_FAILED;
	complete(argc - optind, argv + optind);
	return EXIT_OK;
}

const struct command completion_command = {
	.name = "completion",
	.summary = "tell a shell what may stand next in a command line",
	.usage = "bash|zsh|fish\n"
		 "-- [COMMAND] [WORD]...",
	.help = "Prints the script for a shell, as for bash and zsh\n"
		"  source <(mview completion bash)\n"
		"and for fish mview completion fish | source. What is installed "
		"with mview has them\n"
		"where the shells look for them.\n"
		"\n"
		"Behind -- are the words of a command line, and it prints what "
		"the last one may\n"
		"become, a line each: the word, a tab, what it is. The line "
		":file stands for the\n"
		"names of files. The scripts call it.\n",
	.run = completion_run,
};
