// SPDX-License-Identifier: LGPL-2.1-or-later
/* drm:CARD[/FB]. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "mview-inspect.h"
#include "sources/dmabuf.h"
#include "sources/hold.h"
#include "sources/screen.h"
#include "sources/source.h"

/**
 * struct shown - what is behind a view of a plane
 * @hold: what the view knows
 * @name: of the source
 * @flags: of the view
 * @screen: all planes
 */
struct shown {
	struct hold hold;
	char *name;
	unsigned int flags;
	struct screen screen;
};

static void shown_end(struct hold *hold)
{
	struct shown *shown = (struct shown *)hold;

	screen_end(&shown->screen);
	free(shown->name);
	free(shown);
}

static struct mview *shown_view(const char *name, const struct screen *screen,
				int plane, unsigned int flags);

static struct mview *shown_plane(struct hold *hold, int plane)
{
	struct shown *shown = (struct shown *)hold;

	return shown_view(shown->name, &shown->screen, plane, shown->flags);
}

static const struct hold_ops shown_ops = {
	.end = shown_end,
	.plane = shown_plane,
};

/* With descriptors of its own. */
static bool screen_copy(struct screen *to, const struct screen *from)
{
	int i;

	*to = *from;
	for (i = 0; i < MVIEW_PLANES; i++)
		to->dmabuf[i] = -1;
	for (i = 0; i < from->picture.nplanes; i++) {
		to->dmabuf[i] = fcntl(from->dmabuf[i], F_DUPFD_CLOEXEC, 0);
		if (to->dmabuf[i] < 0)
			return false;
	}
	return true;
}

static struct shown *shown_create(const char *name, const struct screen *screen,
				  int plane, unsigned int flags)
{
	struct shown *shown = calloc(1, sizeof(*shown));

	if (!shown)
		return inspect_fail(ENOMEM, "%s: out of memory", name);
	shown->hold = (struct hold) {
		.ops = &shown_ops,
		.picture = &shown->screen.picture,
		.layout = screen->layout[plane],
	};
	shown->flags = flags;
	shown->name = strdup(name);
	if (screen_copy(&shown->screen, screen) && shown->name)
		return shown;
	shown_end(&shown->hold);
	return inspect_fail(errno, "%s: %s", name, strerror(errno));
}

static struct mview *shown_view(const char *name, const struct screen *screen,
				int plane, unsigned int flags)
{
	struct shown *shown = shown_create(name, screen, plane, flags);

	if (!shown)
		return NULL;
	return dmabuf_view(name, shown->screen.dmabuf[plane],
			   &screen->layout[plane], flags, &shown->hold);
}

/* "card0" or "card0/42" */
static bool read_name(const char *rest, char *card, size_t size, uint64_t *fb)
{
	size_t len = strcspn(rest, "/"), i;

	*fb = 0;
	for (i = 0; i < len; i++)
		if (!isalnum((unsigned char)rest[i]))
			return false;
	if (!len || snprintf(card, size, "/dev/dri/%.*s", (int)len, rest) >=
			    (int)size)
		return false;
	rest += len;
	if (!*rest)
		return true;
	rest++;
	return number_read(&rest, UINT32_MAX, fb) && *fb && !*rest;
}

static struct mview *open_drm(const char *name, const char *rest,
			      unsigned int flags)
{
	struct mview *view = NULL;
	struct screen screen;
	char card[64];
	uint64_t fb;

	if (!read_name(rest, card, sizeof(card), &fb))
		return source_misused(&source_drm, name);
	if (!screen_find(&screen, name, card, fb))
		view = shown_view(name, &screen, 0, flags);
	screen_end(&screen);
	return view;
}

const struct source source_drm = {
	.prefix = "drm:",
	.usage = "drm:card0 or drm:card0/FB",
	.open = open_drm,
};
