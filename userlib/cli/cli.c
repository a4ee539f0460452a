// SPDX-License-Identifier: GPL-2.0
/* Shared by the commands: error messages, allocations that never fail. */
#include "cli.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "displays/text.h"

int exit_trouble = EXIT_FAILED;

int failed(const char *format, ...)
{
	va_list args;

	fflush(stdout);
	fputs("mview: ", stderr);
	va_start(args, format);
	text_vprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return exit_trouble;
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
		return failed("the module mview is not loaded; try: "
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

static volatile sig_atomic_t interrupts;
static int interrupt_event = -1;

static void on_interrupt(int signal)
{
	const uint64_t one = 1;
	int err = errno;

	(void)signal;
	interrupts = 1;
	/* Full, it can be read as well. */
	if (write(interrupt_event, &one, sizeof(one)) < 0)
		errno = err;
}

void catch_interrupts(void)
{
	const struct sigaction action = { .sa_handler = on_interrupt };
	struct sigaction before;

	if (interrupt_event < 0)
		interrupt_event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	/* nohup(1) has it ignored. */
	sigaction(SIGHUP, &action, &before);
	if (before.sa_handler == SIG_IGN)
		sigaction(SIGHUP, &before, NULL);
}

bool interrupted(void)
{
	return interrupts;
}

int interrupt_fd(void)
{
	return interrupt_event;
}

static int resize_event = -1;

static void on_resize(int signal)
{
	const uint64_t one = 1;
	int err = errno;

	(void)signal;
	if (write(resize_event, &one, sizeof(one)) < 0)
		errno = err;
}

void catch_resizes(void)
{
	const struct sigaction action = { .sa_handler = on_resize };

	if (resize_event < 0)
		resize_event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	sigaction(SIGWINCH, &action, NULL);
}

bool resized(void)
{
	uint64_t times;

	return resize_event >= 0 &&
	       read(resize_event, &times, sizeof(times)) > 0;
}

int resize_fd(void)
{
	return resize_event;
}

void *reallocate(void *old, uint64_t size)
{
	void *new = size > PTRDIFF_MAX ? NULL : realloc(old, size ?: 1);

	if (!new)
		exit(failed("out of memory"));
	return new;
}

void *allocate(uint64_t size)
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
