// SPDX-License-Identifier: LGPL-2.1-or-later
/* Similar names, by Levenshtein's distance. */
#include "types/near.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int least(int a, int b)
{
	return a < b ? a : b;
}

static int distance(const char *a, const char *b)
{
	int row[NEAR_NAME], i, j, corner, above, len = strlen(b);

	for (j = 0; j <= len; j++)
		row[j] = j;
	for (i = 1; *a; a++, i++) {
		corner = row[0];
		row[0] = i;
		for (j = 1; j <= len; j++) {
			above = row[j];
			row[j] = least(corner + (*a != b[j - 1]),
				       1 + least(above, row[j - 1]));
			corner = above;
		}
	}
	return row[len];
}

void near_init(struct near *near, const char *name)
{
	memset(near, 0, sizeof(*near));
	near->name = name;
	near->worst = strlen(name) < NEAR_NAME ? strlen(name) / 4 + 1 : 0;
}

static void near_add(struct near *near, const char *name, int far)
{
	int at, i;

	for (i = 0; i < near->n; i++)
		if (!strcmp(near->names[i], name))
			return;
	for (at = 0; at < near->n && near->distances[at] <= far; at++)
		;
	if (at == NEAR_NAMES)
		return;
	near->n += near->n < NEAR_NAMES;
	for (i = near->n - 1; i > at; i--) {
		strcpy(near->names[i], near->names[i - 1]);
		near->distances[i] = near->distances[i - 1];
	}
	strcpy(near->names[at], name);
	near->distances[at] = far;
}

void near_try(struct near *near, const char *name)
{
	const char *space = strchr(name, ' ');
	int len, far;

	name = space ? space + 1 : name;
	len = strlen(name);
	if (len >= NEAR_NAME || abs(len - (int)strlen(near->name)) > near->worst)
		return;
	far = distance(near->name, name);
	if (far <= near->worst)
		near_add(near, name, far);
}

void near_text(const struct near *near, char *text)
{
	int i;

	*text = 0;
	for (i = 0; i < near->n; i++) {
		strcat(text, i ? ", " : "");
		strcat(text, near->names[i]);
	}
}
