// SPDX-License-Identifier: GPL-2.0
/* Shared by the commands: error messages, allocations that never fail. */
#include "cli.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "displays/text.h"

int failed(const char *format, ...)
{
	va_list args;

	fflush(stdout);
	fputs("mview: ", stderr);
	va_start(args, format);
	text_vprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return EXIT_FAILED;
}

int misused(const struct command *command, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "mview %s: ", command->name);
	va_start(args, format);
	text_vprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, "\nTry 'mview %s --help'.\n", command->name);
	return EXIT_USAGE;
}

int device_failed(void)
{
	switch (errno) {
	case ENXIO:
		return failed("there is no /dev/mview; load the module: "
			      "modprobe mview");
	case EACCES:
		return failed("/dev/mview may not be opened by you; try it as "
			      "root, or ask for membership in its group");
	case ENOTTY:
		return failed("the module mview that is loaded does not know "
			      "this tool; update one of them");
	default:
		return failed("/dev/mview: %s", strerror(errno));
	}
}

int option_status(const struct command *command, int option)
{
	if (option != 'h') {
		fprintf(stderr, "Try 'mview %s --help'.\n", command->name);
		return EXIT_USAGE;
	}
	printf("mview %s: %s\n\n%s", command->name, command->summary,
	       command->help);
	return EXIT_HELP;
}

int list_options(const struct command *command, int argc, char **argv,
		 bool *is_long)
{
	static const struct option options[] = {
		{ "long", no_argument, NULL, 'l' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "lh", options, NULL)) != -1) {
		if (option != 'l')
			return option_status(command, option);
		*is_long = true;
	}
	if (optind != argc)
		return misused(command, "there is nothing to give it");
	return EXIT_OK;
}

static volatile sig_atomic_t interrupts;

static void on_interrupt(int signal)
{
	(void)signal;
	interrupts = 1;
}

void catch_interrupts(void)
{
	const struct sigaction action = { .sa_handler = on_interrupt };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

bool interrupted(void)
{
	return interrupts;
}

void *reallocate(void *old, size_t size)
{
	void *new = realloc(old, size ?: 1);

	if (!new)
		exit(failed("out of memory"));
	return new;
}

void *allocate(size_t size)
{
	return reallocate(NULL, size);
}

void print_tuple(FILE *out, const int64_t *numbers, int n)
{
	int i;

	fputc('(', out);
	for (i = 0; i < n; i++)
		fprintf(out, "%s%lld", i ? ", " : "", (long long)numbers[i]);
	fputs(n == 1 ? ",)" : ")", out);
}
