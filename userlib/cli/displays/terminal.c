// SPDX-License-Identifier: GPL-2.0
/*
 * The terminal as a screen: taking it, giving it back whatever happens, and what
 * is written to standard error meanwhile.
 *
 * terminal_restore() runs in handlers of signals. It only writes the bytes and
 * sets the modes that terminal_begin() has prepared.
 */
#include "displays/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include "cli.h"
#include "displays/curses.h"
#include "displays/terminal_styles.h"

/* Behind all others for the names that it takes. */
#include <term.h>

#define TERMINFO_FUNCTIONS(f, s)	\
	f(tigetstr) s			\
	f(tputs) s

static struct terminfo {
	TERMINFO_FUNCTIONS(LOAD_POINTER, ;)
} terminfo;

struct curses curses;

#define ESCAPE_DELAY_MS	25	/* between the bytes of one key */

/* Signals that end it where it stands; SIGBUS, which tells why, is main.c's. */
static const int fatal[] = { SIGQUIT, SIGILL, SIGABRT, SIGFPE,
			     SIGSEGV };

#define N_FATAL	((int)(sizeof(fatal) / sizeof(*fatal)))

/**
 * struct session - the terminal while it is taken
 * @is_on: it is
 * @depth: how often it was taken and not given back
 * @screen: ncurses's
 * @modes: that it had before
 * @goodbye: bytes that leave the screen
 * @n_goodbye: their number
 * @stderr_fd: standard error, which is @messages meanwhile
 * @messages: what was written to it
 * @heard: bytes of @messages that terminal_forget_message() forgot
 * @resized: an eventfd that SIGWINCH makes readable
 * @fatal: what is done at signals of fatal[] while the terminal is not taken
 */
static struct session {
	volatile sig_atomic_t is_on;
	int depth;
	SCREEN *screen;
	struct termios modes;
	char goodbye[256];
	size_t n_goodbye;
	int stderr_fd;
	int messages;
	off_t heard;
	int resized;
	struct sigaction fatal[N_FATAL];
} session;

static void on_resize(int signal)
{
	const uint64_t one = 1;
	int saved = errno;

	(void)signal;
	if (write(session.resized, &one, sizeof(one)) < 0)
		errno = saved;
}

static void give_back_fatal(void)
{
	int i;

	for (i = 0; i < N_FATAL; i++)
		sigaction(fatal[i], &session.fatal[i], NULL);
}

/* It is blocked until this returns, and then does what it did before. */
static void on_fatal(int signal)
{
	terminal_restore();
	give_back_fatal();
	raise(signal);
}

static void catch_fatal(void)
{
	const struct sigaction action = { .sa_handler = on_fatal };
	int i;

	for (i = 0; i < N_FATAL; i++)
		sigaction(fatal[i], &action, &session.fatal[i]);
}

/* tputs() takes no argument to say where to. */
static int add_goodbye(int c)
{
	if (session.n_goodbye < sizeof(session.goodbye))
		session.goodbye[session.n_goodbye++] = c;
	return c;
}

static void prepare_goodbye(void)
{
	static const char *const names[] = { "sgr0", "cnorm", "rmkx", "rmcup" };
	const char *bytes;
	size_t i;

	session.n_goodbye = 0;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		bytes = terminfo.tigetstr(names[i]);
		if (bytes && bytes != (char *)-1)
			terminfo.tputs(bytes, 1, add_goodbye);
	}
}

/* A message of several writes has one line; it is told when the screen is left. */
static void divert_stderr(void)
{
	fflush(stderr);
	session.heard = 0;
	session.messages = memfd_create("messages", MFD_CLOEXEC);
	session.stderr_fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
	if (session.messages >= 0 && session.stderr_fd >= 0)
		dup2(session.messages, STDERR_FILENO);
}

static void return_stderr(void)
{
	char bytes[4096];
	ssize_t n;

	fflush(stderr);
	if (session.stderr_fd < 0 || session.messages < 0)
		return;
	dup2(session.stderr_fd, STDERR_FILENO);
	lseek(session.messages, 0, SEEK_SET);
	while ((n = read(session.messages, bytes, sizeof(bytes))) > 0)
		if (write(STDERR_FILENO, bytes, n) < 0)
			break;
	close(session.stderr_fd);
	close(session.messages);
}

static int take_screen(void)
{
	session.screen = curses.newterm(NULL, stdout, stdin);
	if (!session.screen)
		return failed("the terminal is a %s, of which nothing is "
			      "known here; set TERM to what it is",
			      getenv("TERM") ?: "(TERM is not set)");
	curses.cbreak();
	curses.noecho();
	curses.nonl();
	curses.intrflush(*curses.stdscr, FALSE);
	curses.keypad(*curses.stdscr, TRUE);
	curses.set_escdelay(ESCAPE_DELAY_MS);
	curses.nodelay(*curses.stdscr, TRUE);
	curses.curs_set(0);
	terminal_begin_styles();
	return EXIT_OK;
}

static void give_back(void)
{
	if (!session.is_on)
		return;
	session.is_on = 0;
	session.depth = 0;
	curses.endwin();
	curses.delscreen(session.screen);
	give_back_fatal();
	signal(SIGWINCH, SIG_DFL);
	close(session.resized);
	return_stderr();
}

/* ncurses leaves handlers alone that are set before it looks. */
static void catch_signals(void)
{
	const struct sigaction action = { .sa_handler = on_resize,
					  .sa_flags = SA_RESTART };

	session.resized = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	catch_interrupts();
	sigaction(SIGWINCH, &action, NULL);
}

int terminal_begin(const char *instead)
{
	static bool registered;
	const char *why;
	int status;

	if (session.depth++)
		return EXIT_OK;
	session.depth = 0;
	why = LOAD(curses, CURSES_FILE, CURSES_NAMES);
	if (!why)
		why = LOAD(terminfo, CURSES_FILE, TERMINFO_FUNCTIONS);
	if (why)
		return failed("a screen takes ncurses (Debian: libncursesw6): "
			      "%s",
			      why);
	if (!isatty(STDOUT_FILENO) || !isatty(STDIN_FILENO))
		return failed("standard %s is no terminal; %s",
			      isatty(STDOUT_FILENO) ? "input" : "output",
			      instead);
	fflush(stdout);
	tcgetattr(STDOUT_FILENO, &session.modes);
	catch_signals();
	status = take_screen();
	if (status != EXIT_OK)
		return status;
	prepare_goodbye();
	divert_stderr();
	session.is_on = 1;
	session.depth = 1;
	catch_fatal();
	if (!registered)
		atexit(give_back);
	registered = true;
	return EXIT_OK;
}

void terminal_end(void)
{
	if (session.depth && !--session.depth)
		give_back();
}

void terminal_restore(void)
{
	if (!session.is_on)
		return;
	session.is_on = 0;
	if (session.stderr_fd >= 0)
		dup2(session.stderr_fd, STDERR_FILENO);
	if (write(STDOUT_FILENO, session.goodbye, session.n_goodbye) < 0)
		return;
	tcsetattr(STDOUT_FILENO, TCSANOW, &session.modes);
}

int terminal_columns(void)
{
	return *curses.COLS;
}

int terminal_rows(void)
{
	return *curses.LINES;
}

void terminal_fds(struct pollfd *fds)
{
	fds[0] = (struct pollfd) { .fd = STDIN_FILENO, .events = POLLIN };
	fds[1] = (struct pollfd) { .fd = session.resized, .events = POLLIN };
}

void terminal_wait(int timeout_ms)
{
	struct pollfd fds[TERMINAL_FDS];

	terminal_fds(fds);
	poll(fds, TERMINAL_FDS, timeout_ms);
}

/* A terminal of no size, as serial lines have, keeps that of its description. */
static int take_size(void)
{
	struct winsize size = { .ws_col = 0 };

	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	if (size.ws_col && size.ws_row)
		curses.resizeterm(size.ws_row, size.ws_col);
	curses.clearok(*curses.curscr, TRUE);
	return TERMINAL_RESIZE;
}

static int special_key(int key)
{
	static const struct {
		int curses;
		int key;
	} keys[] = {
		{ KEY_UP, TERMINAL_UP },
		{ KEY_DOWN, TERMINAL_DOWN },
		{ KEY_LEFT, TERMINAL_LEFT },
		{ KEY_RIGHT, TERMINAL_RIGHT },
		{ KEY_PPAGE, TERMINAL_PAGE_UP },
		{ KEY_NPAGE, TERMINAL_PAGE_DOWN },
		{ KEY_HOME, TERMINAL_HOME },
		{ KEY_END, TERMINAL_END },
		{ KEY_BACKSPACE, TERMINAL_BACKSPACE },
		{ KEY_ENTER, TERMINAL_ENTER },
		{ KEY_RESIZE, TERMINAL_RESIZE },
	};
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (keys[i].curses == key)
			return keys[i].key;
	return TERMINAL_NONE;
}

static int plain_key(int key)
{
	switch (key) {
	case '\r':
		return TERMINAL_ENTER;
	case '\b':
	case 0x7f:
		return TERMINAL_BACKSPACE;
	default:
		return key;
	}
}

/* There is something to be read, and nothing came: the end. */
static bool is_gone(void)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };

	if (poll(&in, 1, 0) <= 0)
		return false;
	return in.revents & (POLLHUP | POLLERR | POLLNVAL);
}

int terminal_key(void)
{
	uint64_t times;
	wint_t key;
	int kind;

	if (read(session.resized, &times, sizeof(times)) > 0)
		return take_size();
	/* Also shows what was drawn, of which nothing is left undone here. */
	kind = curses.wget_wch(*curses.stdscr, &key);
	if (kind == OK)
		return plain_key(key);
	if (kind == KEY_CODE_YES)
		return special_key(key);
	return is_gone() ? TERMINAL_GONE : TERMINAL_NONE;
}

const char *terminal_message(void)
{
	static char text[512];
	ssize_t n;
	char *end;

	fflush(stderr);
	n = pread(session.messages, text, sizeof(text) - 1, session.heard);
	text[n > 0 ? n : 0] = '\0';
	/* One line at a time: the first that was not forgotten. */
	end = strchr(text, '\n');
	if (end)
		*end = '\0';
	return text;
}

void terminal_forget_message(void)
{
	size_t n = strlen(terminal_message());

	if (n)
		session.heard += n + 1;
}
