// SPDX-License-Identifier: GPL-2.0
/* mview watch: from a view to a screen of its elements, and from look to look. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands/watch.h"
#include "displays/hex_line.h"
#include "lenses/lens.h"
#include "sources/read.h"

/* The bits of a bit-field, in the bytes of its storage. */
static void set_mask(struct place *place, const struct mview_member *member)
{
	int bit, byte;

	place->is_bits = true;
	for (bit = member->shift; bit < member->shift + member->bits; bit++) {
		byte = member->order == '>' ? member->size - 1 - bit / 8 :
					      bit / 8;
		place->mask[byte] |= 1 << bit % 8;
	}
}

static struct place *find_places(const struct columns *columns)
{
	struct place *places = allocate(columns->n * sizeof(*places));
	const struct mview_member *member;
	int i;

	for (i = 0; i < columns->n; i++) {
		member = &columns->columns[i].member;
		places[i] = (struct place) {
			.offset = member->offset,
			.size = member->size * member->count,
		};
		if (member->is_bits && member->size <= PLACE_MASK)
			set_mask(&places[i], member);
	}
	return places;
}

/* Its memory is that of the pace's frame, which each look makes anew. */
static void take_view(struct watch *watch)
{
	watch->face.view = watch->pace.frame.view;
	watch->face.base = watch->pace.frame.base;
	watch->face.is_base = !watch->source.nsteps;
	watch->face.labels = watch->pace.frame.labels;
}

static int find_columns(struct watch *watch)
{
	struct columns *columns = &watch->face.columns;
	const struct mview_ctype *type = source_type(&watch->source,
						     watch->face.view);
	int status;

	status = type ? elements_open(&watch->elements, type) : EXIT_FAILED;
	columns->symbols = !watch->source.btf.n;
	if (status == EXIT_OK)
		status = elements_columns(&watch->elements, columns);
	watch->face.type = watch->elements.type;
	watch->face.member = elements_look_of(&watch->elements, columns,
					      watch->source.type);
	return status;
}

int watch_open(struct watch *watch)
{
	struct face *face = &watch->face;
	int status;

	*face = (struct face) { .kind = &array_face, .found = -1 };
	take_view(watch);
	if (!mview_nbytes(face->view))
		return failed("%s: there are no elements in it",
			      watch->source.text);
	if (mview_itemsize(face->view) > LOOKS_WHOLE)
		return failed("%s: an element has %lld bytes, and 1 MiB can be "
			      "watched: take smaller elements, as with "
			      "--format B", watch->source.text,
			      (long long)mview_itemsize(face->view));
	status = find_columns(watch);
	if (status != EXIT_OK)
		return status;
	face->known = hex_line_marks(face->view);
	face->widths = memset(allocate((face->columns.n + 2) * sizeof(int)), 0,
			      (face->columns.n + 2) * sizeof(int));
	looks_init(&face->looks, mview_itemsize(face->view),
		   read_count(face->view), find_places(&face->columns),
		   face->columns.n);
	face->wanted = watch->elements.wanted;
	if (face->wanted && !looks_are_whole(&face->looks))
		return failed("%s: --where is for 1 MiB of elements at most: "
			      "take a slice", watch->source.text);
	return EXIT_OK;
}

void watch_close(struct watch *watch)
{
	struct face *face = &watch->face;

	columns_free(&face->columns);
	looks_done(&face->looks);
	free(face->chosen);
	free(face->known);
	free(face->widths);
	free(face->hot);
}

bool watch_look(struct watch *watch)
{
	struct face *face = &watch->face;
	int64_t first, n;

	take_view(watch);
	face_fit(face);
	face_sight(face, &first, &n);
	if (face->kind->is_live)
		n = 0;
	if (!looks_add(&face->looks, face->view, first, n,
		       watch->pace.frame.seq))
		return true;
	source_failed(&watch->source);
	watch->ended = true;
	return false;
}

void watch_look_now(struct watch *watch)
{
	bool is_new;

	watch->pace.due_ns = pace_now();
	if (pace_next(&watch->pace, &is_new) != EXIT_OK)
		watch->ended = true;
	else
		watch_look(watch);
}

/* A name is looked for among lenses, then types; else it is a format. */
static bool find_step(struct watch *watch, const char *name, struct step *step)
{
	const struct mview_lens *lens = mview_lens_open(name);
	bool is_format = mview_format_size(name, NULL) > 0;

	*step = (struct step) { .as = name, .is_lens = lens };
	if (lens)
		step->type = lens_type(&watch->source.btf, lens);
	else if (!is_format)
		step->type = types_type(&watch->source.btf, name);
	if (step->type)
		step->format = mview_ctype_format(step->type);
	else if (!lens && is_format)
		step->format = name;
	else
		return false;
	watch->source.lens = lens;
	watch->source.type = step->type;
	return true;
}

/* The steps are others: take the view again, and make the screen of it. */
static int take_steps(struct watch *watch)
{
	const struct face_kind *kind = watch->face.kind;
	struct frame *frame = &watch->pace.frame;
	struct mview *view = frame->view;
	int status = source_take(&watch->source, frame);

	if (status != EXIT_OK) {
		frame->view = view;
		return status;
	}
	mview_close(view);
	watch_close(watch);
	status = watch_open(watch);
	if (status != EXIT_OK)
		return status;
	if (kind == &table_face || kind == &array_face)
		kind = elements_are_table(&watch->elements, watch->face.view) ?
			       &table_face : &array_face;
	if (!kind->fits(&watch->face))
		watch->face.kind = kind;
	return EXIT_OK;
}

/* The bytes of the look that a pause keeps on the screen; NULL if there is none. */
static unsigned char *paused_bytes(const struct watch *watch, int64_t *nbytes)
{
	const struct looks *looks = &watch->face.looks;
	const struct look *look = face_look(&watch->face);

	if (!watch->paused || !look || !looks_are_whole(looks))
		return NULL;
	*nbytes = looks->count * looks->itemsize;
	return memcpy(allocate(*nbytes), look->bytes, *nbytes);
}

/* Another type of the same bytes: as they were, if they are there, else anew. */
static void look_again(struct watch *watch, unsigned char *bytes,
		       int64_t nbytes, uint64_t seq)
{
	struct looks *looks = &watch->face.looks;

	if (bytes && looks_are_whole(looks) &&
	    looks->count * looks->itemsize == nbytes) {
		looks_add_bytes(looks, bytes, 0, looks->count, seq);
		return;
	}
	free(bytes);
	watch_look(watch);
}

void watch_through(struct watch *watch, const char *name)
{
	struct source before = watch->source;
	const struct look *look = face_look(&watch->face);
	uint64_t seq = look ? look->seq : 0;
	unsigned char *bytes;
	int64_t nbytes = 0;
	/* Needed until the tool ends, as all names of steps are. */
	const char *kept = *name ? strdup(name) : NULL;

	watch->source.nsteps = watch->steps;
	if (kept && (watch->steps == SOURCE_STEPS ||
		     !find_step(watch, kept,
				&watch->source.steps[watch->source.nsteps++]))) {
		watch->source = before;
		snprintf(watch->note, sizeof(watch->note),
			 "%s is no lens, type or format: %s", name,
			 mview_inspect_error());
		return;
	}
	bytes = paused_bytes(watch, &nbytes);
	if (take_steps(watch) != EXIT_OK) {
		watch->source = before;
		if (take_steps(watch) != EXIT_OK)
			watch->leaves = true;
	}
	look_again(watch, bytes, nbytes, seq);
}
