// SPDX-License-Identifier: GPL-2.0
/* Devices: their driver lets go of one, and takes it again. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"
#include "devices/device.h"
#include "displays/text.h"

/* Write the device's name to its driver's @file: "bind" or "unbind". */
static int tell_driver(const struct device *device, const char *file)
{
	char path[PATH_MAX];
	int fd, err = 0;

	snprintf(path, sizeof(path), "/sys/bus/%s/drivers/%s/%s", device->bus,
		 device->driver, file);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	if (write(fd, device->name, strlen(device->name)) < 0)
		err = errno;
	close(fd);
	return err;
}

static int unbind_failed(const struct device *device, int err)
{
	if (err == EACCES || err == EPERM)
		return failed("%s: to take it away from its driver you must be "
			      "root", device->name);
	if (err == ENOENT)
		return failed("%s: its driver %s never lets go of a device",
			      device->name, device->driver);
	return failed("%s: its driver %s did not let go of it: %s",
		      device->name, device->driver, strerror(err));
}

static int bind_failed(const struct device *device, int err)
{
	int status = failed("%s: its driver %s did not take it again: %s; the "
			    "kernel's log may tell why, and this tries it once "
			    "more:", device->name, device->driver,
			    strerror(err));

	text_printf(stderr, "  echo %s >/sys/bus/%s/drivers/%s/bind\n",
		    device->name, device->bus, device->driver);
	return status;
}

static int rebind(const struct device *device)
{
	int err = tell_driver(device, "unbind");

	if (err)
		return unbind_failed(device, err);
	err = tell_driver(device, "bind");
	return err ? bind_failed(device, err) : EXIT_OK;
}

/*
 * The child is in a session of its own, so that a signal of the terminal does
 * not reach it, and nobody waits for it if this process is killed.
 */
int device_rebind(const struct device *device)
{
	pid_t pid;
	int status;

	fflush(stdout);
	pid = fork();
	if (pid < 0)
		return failed("fork: %s", strerror(errno));
	if (!pid) {
		setsid();
		signal(SIGPIPE, SIG_IGN);
		_exit(rebind(device));
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return failed("waitpid: %s", strerror(errno));
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILED;
}
