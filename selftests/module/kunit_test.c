// SPDX-License-Identifier: GPL-2.0
/*
 * The KUnit suites of mview_kunit run when the module is loaded, from the
 * directory that the environment names as MVIEW_MODULES, and print KTAP to the
 * kernel's log. A kernel without KUnit has no such module.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "system.h"

/* One result of a suite stands at the margin, as "ok 1 mview-layout". */
static const char *const suites[] = {
	"mview-claim", "mview-format", "mview-ioctl", "mview-layout",
	"mview-limit", "mview-name",
};

#define SUITES	(sizeof(suites) / sizeof(*suites))

/* Whose result is this record of the log? SUITES if of none. */
static size_t suite_of(const char *record, bool *ok)
{
	const char *text = strchr(record, ';');
	char name[64];
	size_t i;

	*ok = text && !strncmp(text + 1, "ok ", 3);
	if (!text || sscanf(text + 1, *ok ? "ok %*u %63s" : "not ok %*u %63s",
			    name) != 1)
		return SUITES;
	for (i = 0; i < SUITES && strcmp(name, suites[i]); i++)
		;
	return i;
}

FIXTURE(kunit) {
	int log;
	int passed[SUITES];
};

FIXTURE_SETUP(kunit)
{
	if (!getenv("MVIEW_MODULES"))
		SKIP(return, "MVIEW_MODULES names no directory of modules");
	self->log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK);
	ASSERT_LE(0, self->log);
	ASSERT_EQ(0, lseek(self->log, 0, SEEK_END));
	if (module_load("mview_kunit")) {
		ASSERT_EQ(ENOENT, errno);
		SKIP(return, "this kernel has no KUnit");
	}
}

FIXTURE_TEARDOWN(kunit)
{
	module_unload("mview_kunit");
	close(self->log);
}

TEST_F(kunit, all_suites_pass)
{
	char record[1024];
	ssize_t len;
	size_t i;
	bool ok;

	/* EPIPE: records were overwritten before they were read. */
	while ((len = read(self->log, record, sizeof(record) - 1)) > 0 ||
	       (len < 0 && errno == EPIPE)) {
		record[len > 0 ? len : 0] = '\0';
		if (strstr(record, "kunit: disabled"))
			SKIP(return, "it takes kunit.enable=1 at boot");
		i = suite_of(record, &ok);
		if (i < SUITES)
			self->passed[i] += ok ? 1 : -1;
		else if (strstr(record, "EXPECTATION") ||
			 strstr(record, "ASSERTION") ||
			 strstr(record, "not ok "))
			TH_LOG("%s", strchr(record, ';') + 1);
	}
	for (i = 0; i < SUITES; i++) {
		if (self->passed[i] != 1)
			TH_LOG("%s did not pass", suites[i]);
		EXPECT_EQ(1, self->passed[i]);
	}
}

TEST_HARNESS_MAIN
