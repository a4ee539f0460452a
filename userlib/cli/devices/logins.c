// SPDX-License-Identifier: GPL-2.0
/* Devices: the interfaces and terminals on one, and whether a login is by it. */
#include <arpa/inet.h>
#include <glob.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "devices/device.h"
#include "displays/text.h"

#define DEPTH_MAX	8	/* of interfaces that stand on others */

/* "client port server port" of the nearest process that was logged in by ssh */
static bool find_connection(int pid, char *connection, size_t size)
{
	static const char name[] = "SSH_CONNECTION=";
	char path[64], *variable = NULL;
	size_t room = 0;
	bool found = false;
	FILE *in;

	snprintf(path, sizeof(path), "/proc/%d/environ", pid);
	in = fopen(path, "re");
	while (in && !found && getdelim(&variable, &room, '\0', in) > 0) {
		found = !strncmp(variable, name, strlen(name));
		if (found)
			snprintf(connection, size, "%s",
				 variable + strlen(name));
	}
	free(variable);
	if (in)
		fclose(in);
	return found;
}

static int parent_of(int pid)
{
	char path[64], line[512], *rest;
	int parent = 0;
	FILE *in;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	in = fopen(path, "re");
	/* The name, in parentheses, may hold anything. */
	if (in && fgets(line, sizeof(line), in)) {
		rest = strrchr(line, ')');
		if (!rest || sscanf(rest, ") %*c %d", &parent) != 1)
			parent = 0;
	}
	if (in)
		fclose(in);
	return parent;
}

/* sudo and su drop the variable, so look at those that called them, too. */
static bool login_address(char *address, size_t size)
{
	char connection[256], server[128];
	int pid = getpid();

	while (pid > 1 && !find_connection(pid, connection, sizeof(connection)))
		pid = parent_of(pid);
	if (pid <= 1 || sscanf(connection, "%*s %*s %127s", server) != 1)
		return false;
	snprintf(address, size, "%s", server);
	return true;
}

static bool has_address(const struct ifaddrs *entry, const char *address)
{
	char text[128];
	socklen_t size;

	if (!entry->ifa_addr)
		return false;
	if (entry->ifa_addr->sa_family == AF_INET)
		size = sizeof(struct sockaddr_in);
	else if (entry->ifa_addr->sa_family == AF_INET6)
		size = sizeof(struct sockaddr_in6);
	else
		return false;
	return !getnameinfo(entry->ifa_addr, size, text, sizeof(text), NULL, 0,
			    NI_NUMERICHOST) && !strcmp(text, address);
}

/* Of the interface by which the caller is logged in, if there is one. */
static bool login_interface(char *name)
{
	struct ifaddrs *list, *entry;
	char address[128];
	bool found = false;

	if (!login_address(address, sizeof(address)) || getifaddrs(&list))
		return false;
	for (entry = list; entry && !found; entry = entry->ifa_next) {
		found = has_address(entry, address);
		if (found)
			snprintf(name, IF_NAMESIZE, "%s", entry->ifa_name);
	}
	freeifaddrs(list);
	return found;
}

/* Is @upper, as a bridge or a VLAN, made of @lower, or @lower itself? */
static bool stands_on(const char *upper, const char *lower, int depth)
{
	static const char link[] = "/lower_";
	char pattern[128];
	bool found = !strcmp(upper, lower);
	glob_t links;
	size_t i;

	snprintf(pattern, sizeof(pattern), "/sys/class/net/%s/lower_*", upper);
	if (found || !depth || glob(pattern, 0, NULL, &links))
		return found;
	for (i = 0; i < links.gl_pathc && !found; i++)
		found = stands_on(strstr(links.gl_pathv[i], link) +
				  strlen(link), lower, depth - 1);
	globfree(&links);
	return found;
}

struct search {
	const struct device *device;
	FILE *out;
};

static int look_at_interface(const char *name, const char *path, void *arg)
{
	const struct search *search = arg;
	char login[IF_NAMESIZE];

	(void)path;
	if (login_interface(login) && stands_on(login, name, DEPTH_MAX))
		return failed("%s: you are logged in by its interface %s, "
			      "which would go; do this from the console",
			      search->device->name, name);
	text_printf(search->out, "  the interface %s goes away and comes back, "
		    "down and without addresses\n", name);
	return EXIT_OK;
}

int device_interfaces(const struct device *device, FILE *out)
{
	struct search search = { .device = device, .out = out };

	return device_each(device, "net", look_at_interface, &search);
}

/* Input or output, or both, may be files or pipes. */
static const char *login_terminal(void)
{
	const char *name = NULL;
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO && !name; fd++)
		name = ttyname(fd);
	return name;
}

static int look_at_terminal(const char *name, const char *path, void *arg)
{
	const struct search *search = arg;
	const char *mine = login_terminal();

	(void)path;
	if (mine && !strncmp(mine, "/dev/", 5) && !strcmp(mine + 5, name))
		return failed("%s: you are logged in by its terminal %s, which "
			      "would go", search->device->name, name);
	text_printf(search->out, "  the terminal %s goes away and comes back\n",
		    name);
	return EXIT_OK;
}

int device_terminals(const struct device *device, FILE *out)
{
	struct search search = { .device = device, .out = out };

	return device_each(device, "tty", look_at_terminal, &search);
}
