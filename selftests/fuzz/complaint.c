// SPDX-License-Identifier: GPL-2.0
/*
 * What the kernel says of a fault of its own that it survives, so that the program
 * is known that has brought it about.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "complaint.h"
#include "fuzz.h"

static int kmsg = -1;

void complaint_start(void)
{
	kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	lseek(kmsg, 0, SEEK_END);
}

static bool is_complaint(const char *line)
{
	static const char *const words[] = {
		"WARNING: ", "BUG: ", "UBSAN: ", "Oops", "DMA-API: ",
		"INFO: task ", "possible circular", "unreferenced object",
		"Call Trace:",
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strstr(line, words[i]))
			return true;
	return false;
}

void complaint_check(void)
{
	char line[1024];
	ssize_t got;

	while ((got = read(kmsg, line, sizeof(line) - 1)) > 0) {
		line[got] = '\0';
		if (is_complaint(line))
			fuzz_bug("the kernel says: %s", line);
	}
}
