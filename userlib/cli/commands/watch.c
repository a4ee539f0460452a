// SPDX-License-Identifier: GPL-2.0
/* mview watch: elements live on the terminal, and what changes of them. */
#include "commands/watch.h"

#include <string.h>

#include "cli.h"
#include "commands/help.h"

/* The displays by name; "heat" is enough. */
static const struct face_kind *find_face(const char *name)
{
	int i;

	for (i = 0; i < FACES; i++)
		if (!strncmp(faces[i]->name, name, strlen(name)) && *name)
			return faces[i];
	return NULL;
}

static int watch_option(const struct command *command, int option, void *arg)
{
	struct watch *watch = arg;

	if (option != 'D')
		return elements_option(command, &watch->elements, option);
	watch->display = optarg;
	if (!find_face(optarg))
		return misused(command, "--display wants table, array, hex, "
			       "heat, plot or picture");
	return 0;
}

static const struct source_options source_options = {
	.finds_lens = true,
	.own = watch_option,
};

/* The display that was asked for, or the one that show or image would choose. */
static int choose_display(struct watch *watch)
{
	const struct face_kind *kind;
	const char *error;

	if (watch->display) {
		kind = find_face(watch->display);
		error = kind->fits(&watch->face);
		if (error)
			return failed("%s: --display %s: %s",
				      watch->source.text, kind->name, error);
	} else if (watch->face.is_base &&
		   mview_source_picture(watch->face.base) &&
		   !picture_face.fits(&watch->face)) {
		kind = &picture_face;
	} else if (elements_are_table(&watch->elements, watch->face.view)) {
		kind = &table_face;
	} else {
		kind = &array_face;
	}
	watch->face.kind = kind;
	watch->face.lines = watch->elements.layout == TABLE_LINES;
	return EXIT_OK;
}

static void wait_for(struct watch *watch)
{
	bool looks = !watch->paused && !watch->ended;
	struct pollfd fds[TERMINAL_FDS];

	terminal_fds(fds);
	pace_wait(&watch->pace, looks, fds, TERMINAL_FDS, PACE_FOREVER);
}

static void take_look(struct watch *watch)
{
	bool is_new = false;

	if (watch->paused || watch->ended)
		return;
	if (pace_next(&watch->pace, &is_new) != EXIT_OK)
		watch->ended = true;
	else if (is_new)
		watch_look(watch);
}

static void take_keys(struct watch *watch)
{
	int key = TERMINAL_NONE;

	while (!watch->leaves && (key = terminal_key()) != TERMINAL_NONE)
		watch_key(watch, key);
}

static int run(struct watch *watch)
{
	watch_draw(watch);
	while (!watch->leaves && !interrupted()) {
		wait_for(watch);
		take_keys(watch);
		take_look(watch);
		watch_draw(watch);
	}
	return watch->ended ? EXIT_FAILED : EXIT_OK;
}

/* An id, as @3, is followed by the name of the buffer that has it. */
static void name_it(struct watch *watch)
{
	struct mview_buffer *buffer = NULL;

	if (*watch->source.text == '@')
		buffer = source_buffer(watch->face.base);
	snprintf(watch->title, sizeof(watch->title), "%s%s%s",
		 watch->source.text, buffer ? " " : "",
		 buffer ? buffer->name : "");
	mview_buffer_free(buffer);
}

/* What is wrong at the beginning is told before there is a screen. */
static int begin(struct watch *watch)
{
	int status = watch_open(watch);

	if (status == EXIT_OK)
		status = choose_display(watch);
	if (status == EXIT_OK)
		status = terminal_begin("'mview show --follow' prints each "
					"look");
	if (status != EXIT_OK)
		return status;
	name_it(watch);
	watch_look(watch);
	status = run(watch);
	terminal_end();
	return status;
}

static int watch_run(const struct command *command, int argc, char **argv)
{
	struct watch watch = { .display = NULL };
	int status;

	status = source_parse(command, &source_options, argc, argv,
			      &watch.source, &watch);
	if (status)
		return status;
	status = pace_open(&watch.pace, &watch.source);
	if (status != EXIT_OK)
		return status;
	watch.steps = watch.source.nsteps;
	status = begin(&watch);
	watch_close(&watch);
	pace_close(&watch.pace);
	return status;
}

static const struct cli_option options[] = {
	{ "display", 'D', "table|array|hex|heat|plot|picture", "begin with this "
	  "display" },
	{ NULL }
};

const struct command watch_command = {
	.name = "watch",
	.summary = "show elements live on the terminal, and what changes",
	.usage = SOURCE_USAGE,
	.options = { options, elements_which, elements_look, elements_rows, CAST_OPTIONS,
		     source_every },
	.help = "? lists the keys; q ends it.\n\n" EXPR_HELP,
	.run = watch_run,
};
