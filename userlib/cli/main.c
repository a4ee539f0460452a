// SPDX-License-Identifier: GPL-2.0
/* mview: look at the buffers of kernel drivers. */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <mview.h>

#include "cli.h"
#include "commands.h"
#include "displays/screen.h"
#include "displays/terminal.h"

/* A mapping whose buffer was revoked, or whose file has no such byte now. */
static void taken_away(int signal)
{
	static const char message[] =
		"mview: the buffer's driver took it away, or the file was made "
		"shorter\n";

	(void)signal;
	terminal_restore();
	screen_leave();
	if (write(STDERR_FILENO, message, sizeof(message) - 1) < 0)
		_exit(exit_trouble);
	_exit(exit_trouble);
}

static void help(FILE *out)
{
	const struct command_entry *entry;

	fputs("Usage: mview COMMAND [OPTION]... [NAME[SLICE]]\n\n"
	      "Looks at the memory of kernel drivers, and changes it.\n", out);
	for (entry = commands; entry->command; entry++) {
		if (entry->group)
			fprintf(out, "\n%s\n", entry->group);
		fprintf(out, "  %-10s %s\n", entry->command->name,
			entry->command->summary);
	}
	fputs("\nmview COMMAND --help tells more; so does mview(1).\n"
	      "Exit status: 0 if all went well, 1 if it did not, 2 if the "
	      "command line is wrong.\n", out);
}

/* getopt_long() complains in the name of argv[0]. */
static int run_command(const struct command *command, int argc, char **argv)
{
	char name[32];
	int status;

	snprintf(name, sizeof(name), "mview %s", command->name);
	argv[0] = name;
	status = command->run(command, argc, argv);
	return status == EXIT_HELP ? EXIT_OK : status;
}

/* "help COMMAND" is "COMMAND --help". */
static int help_with(const char *name)
{
	const struct command *command = command_find(name);
	char option[] = "--help";
	char *argv[3] = { NULL, option };

	if (command)
		return run_command(command, 2, argv);
	failed("there is no command %s; see mview --help", name);
	return EXIT_USAGE;
}

static int run(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2) {
		help(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "help") && argc > 2)
		return help_with(argv[2]);
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
	    !strcmp(argv[1], "help")) {
		help(stdout);
		return EXIT_OK;
	}
	if (!strcmp(argv[1], "--version")) {
		printf("mview %s\n", mview_version());
		return EXIT_OK;
	}
	command = command_find(argv[1]);
	if (!command) {
		failed("there is no command %s; see mview --help", argv[1]);
		return EXIT_USAGE;
	}
	return run_command(command, argc - 1, argv + 1);
}

/* Report a failed write, unless it is EPIPE: the reader has left. */
static int finish(int status)
{
	bool lost = ferror(stdout);

	if (!fclose(stdout) && !lost)
		return status;
	if (errno != EPIPE)
		failed("standard output: %s", strerror(errno));
	return status ?: exit_trouble;
}

/*
 * A file that is opened gets the lowest number that is free: that of standard
 * error, if that is closed, and messages would be written to a buffer. Those that
 * are closed become what can't be read, or written to, either.
 */
static void fill_standard(void)
{
	int fd, flags;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		flags = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", flags) != fd)
			_exit(EXIT_FAILED);
	}
}

int main(int argc, char **argv)
{
	fill_standard();
	setlocale(LC_CTYPE, "");
	signal(SIGBUS, taken_away);
	return finish(run(argc, argv));
}
