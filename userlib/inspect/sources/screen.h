/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Framebuffers of DRM devices, as dma-bufs. */
#ifndef MVIEW_INSPECT_SCREEN_H
#define MVIEW_INSPECT_SCREEN_H

#include <stdint.h>

#include "mview-inspect.h"
#include "sources/layout.h"

/**
 * struct screen - a framebuffer
 * @picture: what it shows
 * @layout: of each plane, in its dma-buf
 * @dmabuf: of each plane; -1 where there is none
 */
struct screen {
	struct mview_picture picture;
	struct layout layout[MVIEW_PLANES];
	int dmabuf[MVIEW_PLANES];
};

/**
 * screen_find - a framebuffer of a card
 * @screen: written; screen_end() is its end, on failure too
 * @name: what complaints are about
 * @card: the device's path
 * @fb: id of the framebuffer; 0 for what is on a screen
 *
 * Return: 0, or -1 with inspect_fail() called.
 */
int screen_find(struct screen *screen, const char *name, const char *card,
		uint32_t fb);
void screen_end(struct screen *screen);

#endif /* MVIEW_INSPECT_SCREEN_H */
