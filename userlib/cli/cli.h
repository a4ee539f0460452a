/* SPDX-License-Identifier: GPL-2.0 */
/* What the commands of the mview tool have in common. */
#ifndef MVIEW_CLI_H
#define MVIEW_CLI_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "options.h"

/* Exit statuses, as the manual says; EXIT_HELP is 0 to the outside. */
enum {
	EXIT_HELP = -1,
	EXIT_OK = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_STUCK = 3,
	EXIT_DISORDER = 4,
	EXIT_SAME_BIT = 5,
	EXIT_OVERRUN = 6,
	EXIT_TIMEOUT = 7,
};

#define COMMAND_TABLES	14

/**
 * struct command - one of the tool's commands
 * @name: what to type
 * @summary: one line
 * @usage: what stands behind its name, for --help and for completion; lines are
 *	separated by newlines
 * @options: tables of its options
 * @help: the rest of its --help
 * @run: gets its own name as argv[0]; returns an exit status
 */
struct command {
	const char *name;
	const char *summary;
	const char *usage;
	const struct cli_option *options[COMMAND_TABLES];
	const char *help;
	int (*run)(const struct command *command, int argc, char **argv);
};

extern const struct command completion_command;
extern const struct command diff_command;
extern const struct command dma_command;
extern const struct command dmabuf_command;
extern const struct command doctor_command;
extern const struct command hex_command;
extern const struct command image_command;
extern const struct command info_command;
extern const struct command lens_command;
extern const struct command list_command;
extern const struct command plot_command;
extern const struct command record_command;
extern const struct command recover_command;
extern const struct command replay_command;
extern const struct command ring_command;
extern const struct command save_command;
extern const struct command set_command;
extern const struct command show_command;
extern const struct command top_command;
extern const struct command types_command;
extern const struct command wait_command;
extern const struct command watch_command;
extern const struct command whose_command;

/* What failed() returns: EXIT_FAILED, unless a command sets another status. */
extern int exit_trouble;

/*
 * Print "mview: …" to stderr, as one line in which text_print() has made all
 * printable, and give the exit status for it.
 */
__attribute__((format(printf, 1, 2)))
int failed(const char *format, ...);

/* The same for wrong usage; names the command's --help. */
__attribute__((format(printf, 2, 3)))
int misused(const struct command *command, const char *format, ...);

/* Say why /dev/mview can't be used, from errno; the exit status. */
int device_failed(void);

/*
 * From here on ^C, the end of the terminal and SIGTERM only set what
 * interrupted() tells, so that a command says its last line; calls that wait end
 * with EINTR. interrupt_fd() can be read from then on, so that poll(2) returns
 * even if the signal comes before it; -1 if they are not caught.
 */
void catch_interrupts(void);
bool interrupted(void);
int interrupt_fd(void);

/*
 * From here on a new size of the terminal makes resize_fd() readable, and
 * resized() tell of it, once.
 */
void catch_resizes(void);
bool resized(void);
int resize_fd(void);

/* malloc() and realloc() that don't fail. */
void *allocate(uint64_t size);
void *reallocate(void *old, uint64_t size);

/* "(2, 3)", "(2,)", "()". */
void print_tuple(FILE *out, const int64_t *numbers, int n);

#endif /* MVIEW_CLI_H */
