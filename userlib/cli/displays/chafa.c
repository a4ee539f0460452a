// SPDX-License-Identifier: GPL-2.0
/* Pictures in the terminal, by the program chafa. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"
#include "displays/picture.h"
#include "displays/screen.h"
#include "displays/text.h"

/* Does not return. */
static void run_chafa(int in, const char *cells)
{
	const char *args[12] = { "chafa" };
	char size[32];
	int n = 1;

	snprintf(size, sizeof(size), "%dx%d", screen_columns(),
		 screen_rows() - 2);
	args[n++] = "--size";
	args[n++] = cells ? cells : size;
	if (!screen_is_terminal()) {
		args[n++] = "--format";
		args[n++] = "symbols";
	}
	if (!text_is_utf8()) {
		args[n++] = "--symbols";
		args[n++] = "ascii";
	}
	args[n++] = "-";
	dup2(in, STDIN_FILENO);
	execvp(args[0], (char *const *)args);
	_exit(errno == ENOENT ? 127 : 126);
}

static int chafa_status(int status)
{
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return EXIT_OK;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return failed("to show pictures in the terminal, install "
			      "chafa; or write one with -o FILE");
	return failed("chafa could not show the picture; write one with "
		      "-o FILE");
}

int picture_show(const struct picture *picture, const char *cells)
{
	const char *error;
	int pipes[2], status;
	FILE *out;
	pid_t pid;

	fflush(stdout);
	if (pipe(pipes))
		return failed("pipe: %s", strerror(errno));
	pid = fork();
	if (pid < 0)
		return failed("fork: %s", strerror(errno));
	if (!pid) {
		close(pipes[1]);
		run_chafa(pipes[0], cells);
	}
	close(pipes[0]);
	signal(SIGPIPE, SIG_IGN);
	out = fdopen(pipes[1], "wb");
	error = picture_write_png(picture, out);
	if (fclose(out) && !error)
		error = strerror(errno);
	signal(SIGPIPE, SIG_DFL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	status = chafa_status(status);
	return status == EXIT_OK && error ? failed("chafa: %s", error) : status;
}
