/* SPDX-License-Identifier: GPL-2.0 */
/* Whether this machine has what mview needs: a table of checks. */
#ifndef MVIEW_CLI_HEALTH_H
#define MVIEW_CLI_HEALTH_H

/**
 * enum health - what a check found
 * @HEALTH_OK: all is well
 * @HEALTH_NOTE: something that only some uses need is missing
 * @HEALTH_BAD: mview does not work
 */
enum health {
	HEALTH_OK,
	HEALTH_NOTE,
	HEALTH_BAD,
};

/**
 * struct health_report - what a check writes
 * @found: a sentence
 * @advice: what to do; empty if there is nothing
 */
struct health_report {
	char found[256];
	char advice[256];
};

/**
 * struct health_check - a check
 * @name: one word
 * @check: writes its report, which is empty at first
 */
struct health_check {
	const char *name;
	enum health (*check)(struct health_report *report);
};

/* In the order in which they are made; the entry that ends it has no name. */
extern const struct health_check health_checks[];

/* The release of the running kernel */
const char *health_kernel(void);

#endif /* MVIEW_CLI_HEALTH_H */
