// SPDX-License-Identifier: GPL-2.0
/* The elements that a table has, where an expression says which. */
#include <stdlib.h>

#include "cli.h"
#include "displays/face.h"
#include "lenses/elements.h"

bool face_has(const struct face *face, const void *item)
{
	return face->kind != &table_face || !face->wanted ||
	       elements_wanted(face->wanted, item) == 1;
}

/* Those of a look that is whole. */
static void choose(struct face *face, const struct look *look)
{
	int64_t i;
	int wanted;

	face->nchosen = 0;
	for (i = 0; i < face->looks.count; i++) {
		wanted = elements_wanted(face->wanted,
					 look_element(&face->looks, look, i));
		if (wanted > 0)
			face->chosen[face->nchosen++] = i;
		else if (wanted < 0)
			failed("--where: [%lld]: %s", (long long)i,
			       mview_inspect_error());
	}
}

void face_choose_elements(struct face *face)
{
	const struct look *look = face_look(face);

	if (!face->wanted || !look || face->chosen_at == look->number + 1)
		return;
	if (!face->chosen)
		face->chosen = allocate(face->looks.count *
					sizeof(*face->chosen));
	choose(face, look);
	face->chosen_at = look->number + 1;
}

int64_t face_rows(const struct face *face)
{
	return face->wanted ? face->nchosen : face->looks.count;
}

int64_t face_element_of(const struct face *face, int64_t row)
{
	if (!face->wanted)
		return row;
	return row < face->nchosen ? face->chosen[row] : face->looks.count;
}

int64_t face_row_of(const struct face *face, int64_t element)
{
	int64_t lo = 0, hi = face->nchosen, at;

	if (!face->wanted)
		return element;
	while (lo < hi) {
		at = (lo + hi) / 2;
		if (face->chosen[at] < element)
			lo = at + 1;
		else
			hi = at;
	}
	return lo;
}
