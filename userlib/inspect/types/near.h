/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which names are like one that there is not? */
#ifndef MVIEW_INSPECT_TYPES_NEAR_H
#define MVIEW_INSPECT_TYPES_NEAR_H

#define NEAR_NAMES	3
#define NEAR_NAME	64
#define NEAR_TEXT	(NEAR_NAMES * (NEAR_NAME + 2))

/**
 * struct near - the nearest names
 * @name: that there is not
 * @worst: so different may a name be
 * @n: how many there are
 * @names: the nearest one first
 * @distances: characters to insert, remove or replace
 */
struct near {
	const char *name;
	int worst;
	int n;
	char names[NEAR_NAMES][NEAR_NAME];
	int distances[NEAR_NAMES];
};

void near_init(struct near *near, const char *name);

/* A name that there is; "struct " and the like before it do not count. */
void near_try(struct near *near, const char *name);

/* "a, b, c", or "" if none is near; @text has NEAR_TEXT bytes. */
void near_text(const struct near *near, char *text);

#endif /* MVIEW_INSPECT_TYPES_NEAR_H */
