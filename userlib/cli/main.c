// SPDX-License-Identifier: GPL-2.0
/* mview: look at the buffers of kernel drivers. The table of commands. */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <mview.h>

#include "cli.h"

#define CAST_HELP							\
	"  -f, --format FORMAT  see it as elements of this format\n"	\
	"  -s, --shape SHAPE    in this shape, as in 10,20; one can be -1\n" \
	"  -u, --undeclared     registers that their driver left out, too\n"

#define SOURCE_HELP CAST_HELP						\
	"  -w, --wait           wait for new data first\n"		\
	"  -F, --follow         show it again whenever there is new data\n" \
	"  -n, --count N        stop after N times\n"

#define EXPR_HELP							\
	"\n"								\
	"NAME is a buffer's name, or @ID. Slices are NumPy's:\n"	\
	"  'adc0[3]'  'adc0[10:20, ::2]'  'adc0[..., -1]'\n"		\
	"Slices and formats are taken in the order in which they stand:\n" \
	"  'ring[3]' -f '<I'         element 3, seen as numbers\n"	\
	"  -f '<I' 'ring[3]'         of the whole seen as numbers, number 3\n" \
	"  'ring[3]' -f '<I' '[-1]'  of element 3, the last number\n"

#define USAGE(command)							\
	"Usage: mview " command " [OPTION]... NAME[SLICE] [SLICE]...\n\n"

static const struct command commands[] = {
	{
		.name = "list",
		.summary = "list all buffers",
		.help = "Usage: mview list [-l]\n\n"
			"  -l, --long           all of it, and who has them "
			"open\n",
		.run = list_run,
	},
	{
		.name = "info",
		.summary = "describe a buffer, or a part of one",
		.help = USAGE("info")
			CAST_HELP EXPR_HELP,
		.run = info_run,
	},
	{
		.name = "show",
		.summary = "print elements, as numbers or as a table",
		.help = USAGE("show")
			"  -a, --all            leave nothing out\n"
			SOURCE_HELP EXPR_HELP,
		.run = show_run,
	},
	{
		.name = "hex",
		.summary = "print bytes",
		.help = USAGE("hex")
			"  -a, --all            leave nothing out in the "
			"middle\n"
			"  -v, --verbose        print lines that repeat, too\n"
			SOURCE_HELP EXPR_HELP,
		.run = hex_run,
	},
	{
		.name = "image",
		.summary = "show a picture, or write it to a PNG file",
		.help = USAGE("image")
			"  -o, --output FILE    write a PNG file; - for "
			"standard output\n"
			"  -t, --terminal       show it in the terminal, by "
			"chafa; the default there\n"
			"  -S, --size WxH       in so many columns and rows\n"
			"  -c, --channels ORDER grey, rgb, bgr, rgba, bgra, "
			"rgbx or bgrx\n"
			SOURCE_HELP
			"\nPictures have the shape (height, width) or "
			"(height, width, 1, 3 or 4) and\n"
			"elements of format B or H.\n" EXPR_HELP,
		.run = image_run,
	},
	{
		.name = "plot",
		.summary = "plot a line of numbers in the terminal",
		.help = USAGE("plot")
			"  -W, --width N        columns\n"
			"  -H, --height N       rows\n"
			"  -i, --field FIELD    of records; a path such as "
			"pos.x\n"
			"  -A, --ascii          draw with ASCII only\n"
			SOURCE_HELP EXPR_HELP,
		.run = plot_run,
	},
};

#define N_COMMANDS	(sizeof(commands) / sizeof(*commands))

/* A mapping whose buffer was revoked. */
static void taken_away(int signal)
{
	static const char message[] =
		"mview: the buffer's driver took it away\n";

	(void)signal;
	if (write(STDERR_FILENO, message, sizeof(message) - 1) < 0)
		_exit(EXIT_FAILED);
	_exit(EXIT_FAILED);
}

static void help(FILE *out)
{
	size_t i;

	fputs("Usage: mview COMMAND [OPTION]... [NAME[SLICE]]\n\n"
	      "Looks at the buffers of kernel drivers.\n\n", out);
	for (i = 0; i < N_COMMANDS; i++)
		fprintf(out, "  %-8s %s\n", commands[i].name,
			commands[i].summary);
	fputs("\n  mview COMMAND --help tells more; so does mview(1).\n"
	      "\nExit status: 0 if all went well, 1 if it did not, 2 if the "
	      "command line is wrong.\n", out);
}

static const struct command *find_command(const char *name)
{
	size_t i;

	for (i = 0; i < N_COMMANDS; i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
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

static int run(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2) {
		help(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
	    !strcmp(argv[1], "help")) {
		help(stdout);
		return EXIT_OK;
	}
	if (!strcmp(argv[1], "--version")) {
		printf("mview %s\n", mview_version());
		return EXIT_OK;
	}
	command = find_command(argv[1]);
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
	return status ?: EXIT_FAILED;
}

int main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "");
	signal(SIGBUS, taken_away);
	return finish(run(argc, argv));
}
