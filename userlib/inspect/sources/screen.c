// SPDX-License-Identifier: LGPL-2.1-or-later
/* Framebuffers of DRM devices, by libdrm, which is opened for the first one. */
#include "sources/screen.h"

#include <drm_fourcc.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xf86drm.h>
#include <xf86drmMode.h>

#include "base/error.h"
#include "load/load.h"
#include "sources/pixel.h"

#define FUNCTIONS(f, s)			\
	f(drmDropMaster) s		\
	f(drmModeGetResources) s	\
	f(drmModeFreeResources) s	\
	f(drmModeGetCrtc) s		\
	f(drmModeFreeCrtc) s		\
	f(drmModeGetPlaneResources) s	\
	f(drmModeFreePlaneResources) s	\
	f(drmModeGetPlane) s		\
	f(drmModeFreePlane) s		\
	f(drmModeGetFB2) s		\
	f(drmModeFreeFB2) s		\
	f(drmSetClientCap) s		\
	f(drmPrimeHandleToFD) s		\
	f(drmCloseBufferHandle) s	\
	f(drmGetFormatModifierName) s

static struct drm {
	FUNCTIONS(LOAD_POINTER, ;)
} drm;

static int not_open(const char *name, const char *card)
{
	int err = errno;

	switch (err) {
	case ENOENT:
		return inspect_fail_int(err, "%s: there is no %s; 'ls /dev/dri' "
					"lists cards", name, card);
	case EACCES:
		return inspect_fail_int(err, "%s: %s may not be opened by you; "
					"try it as root, or ask for membership "
					"in its group, video", name, card);
	default:
		return inspect_fail_int(err, "%s: %s: %s", name, card,
					strerror(err));
	}
}

/* Whoever opens a card first becomes its master, which others want to be. */
static int card_open(const char *name, const char *card)
{
	int fd = open(card, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return not_open(name, card);
	drm.drmDropMaster(fd);
	return fd;
}

/* The framebuffer of a controller that is on; 0 if there is none. */
static uint32_t on_controller(int fd, const drmModeRes *resources)
{
	uint32_t fb = 0;
	int i;

	for (i = 0; !fb && i < resources->count_crtcs; i++) {
		drmModeCrtc *crtc = drm.drmModeGetCrtc(fd, resources->crtcs[i]);

		if (crtc && crtc->mode_valid)
			fb = crtc->buffer_id;
		drm.drmModeFreeCrtc(crtc);
	}
	return fb;
}

/* Likewise of a plane, where controllers don't tell. */
static uint32_t on_plane(int fd)
{
	drmModePlaneRes *planes;
	uint32_t fb = 0, i;

	drm.drmSetClientCap(fd, DRM_CLIENT_CAP_UNIVERSAL_PLANES, 1);
	planes = drm.drmModeGetPlaneResources(fd);
	for (i = 0; planes && !fb && i < planes->count_planes; i++) {
		drmModePlane *plane = drm.drmModeGetPlane(fd, planes->planes[i]);

		if (plane && plane->crtc_id)
			fb = plane->fb_id;
		drm.drmModeFreePlane(plane);
	}
	drm.drmModeFreePlaneResources(planes);
	return fb;
}

static int find_fb(const char *name, int fd, uint32_t *fb)
{
	drmModeRes *resources = drm.drmModeGetResources(fd);

	if (!resources)
		return inspect_fail_int(EOPNOTSUPP, "%s: that card drives no "
					"screens", name);
	*fb = on_controller(fd, resources);
	drm.drmModeFreeResources(resources);
	if (!*fb)
		*fb = on_plane(fd);
	if (!*fb)
		return inspect_fail_int(ENOENT, "%s: its screens are off",
					name);
	return 0;
}

static int not_found(const char *name, uint32_t fb)
{
	int err = errno;

	if (err == ENOENT)
		return inspect_fail_int(err, "%s: there is no framebuffer %u",
					name, fb);
	return inspect_fail_int(err, "%s: framebuffer %u: %s", name, fb,
				strerror(err));
}

static int check_modifier(const char *name, const drmModeFB2 *fb)
{
	char *modifier;

	if (!(fb->flags & DRM_MODE_FB_MODIFIERS) ||
	    fb->modifier == DRM_FORMAT_MOD_LINEAR)
		return 0;
	modifier = drm.drmGetFormatModifierName(fb->modifier);
	inspect_fail(EOPNOTSUPP, "%s: its pixels are not in rows, but as %s "
		     "(0x%llx), which this can't show", name,
		     modifier ? modifier : "the hardware likes",
		     (unsigned long long)fb->modifier);
	free(modifier);
	return -1;
}

/*
 * The kernel keeps the first dma-buf of a framebuffer's memory as long as it has
 * a handle, and gives it to all who want one: it has to be writable for them.
 */
static int export(const char *name, int fd, uint32_t handle)
{
	int dmabuf = -1;

	if (!drm.drmPrimeHandleToFD(fd, handle, DRM_CLOEXEC | DRM_RDWR,
				    &dmabuf))
		return dmabuf;
	return inspect_fail_int(errno, "%s: the driver exports no dma-buf of "
				"it: %s", name, strerror(errno));
}

/* The formats that are known; rows of bytes of the others. */
static void fill_picture(struct screen *screen, const drmModeFB2 *fb)
{
	const struct pixel *pixel = pixel_find(MVIEW_FOURCC_DRM,
					       fb->pixel_format);
	int i;

	screen->picture = (struct mview_picture) {
		.fourcc = fb->pixel_format,
		.fourcc_of = MVIEW_FOURCC_DRM,
		.width = fb->width,
		.height = fb->height,
		.ycbcr = MVIEW_YCBCR_601,
		.nplanes = pixel ? pixel->nplanes : 1,
	};
	if (!pixel)
		screen->layout[0] = (struct layout) {
			.format = "B",
			.ndim = 2,
			.shape = { fb->height, fb->pitches[0] },
			.strides = { fb->pitches[0], 1 },
		};
	for (i = 0; pixel && i < pixel->nplanes; i++)
		pixel_layout(&screen->layout[i], &pixel->planes[i], fb->width,
			     fb->height, fb->pitches[i]);
	for (i = 0; i < screen->picture.nplanes; i++)
		screen->layout[i].offset = fb->offsets[i];
}

static int export_planes(struct screen *screen, const char *name, int fd,
			 const drmModeFB2 *fb)
{
	int i;

	/* The kernel hides them from all but the master and CAP_SYS_ADMIN. */
	if (!fb->handles[0])
		return inspect_fail_int(EPERM, "%s: to look at a screen takes "
					"CAP_SYS_ADMIN; try it as root", name);
	if (check_modifier(name, fb))
		return -1;
	fill_picture(screen, fb);
	for (i = 0; i < screen->picture.nplanes; i++) {
		screen->dmabuf[i] = export(name, fd, fb->handles[i]);
		if (screen->dmabuf[i] < 0)
			return -1;
	}
	return 0;
}

/* Planes in the same memory have the same handle. */
static void close_handles(int fd, const drmModeFB2 *fb)
{
	int i, before;

	for (i = 0; i < 4; i++) {
		for (before = 0; before < i; before++)
			if (fb->handles[before] == fb->handles[i])
				break;
		if (fb->handles[i] && before == i)
			drm.drmCloseBufferHandle(fd, fb->handles[i]);
	}
}

static int take_fb(struct screen *screen, const char *name, int fd, uint32_t id)
{
	drmModeFB2 *fb = drm.drmModeGetFB2(fd, id);
	int err;

	if (!fb)
		return not_found(name, id);
	err = export_planes(screen, name, fd, fb);
	close_handles(fd, fb);
	drm.drmModeFreeFB2(fb);
	return err;
}

int screen_find(struct screen *screen, const char *name, const char *card,
		uint32_t fb)
{
	int fd, err = 0, saved;
	const char *why;

	*screen = (struct screen) { .dmabuf = { -1, -1, -1, -1 } };
	why = LOAD(drm, "libdrm.so.2", FUNCTIONS);
	if (why)
		return inspect_fail_int(ELIBACC, "%s: screens take libdrm: %s",
					name, why);
	fd = card_open(name, card);
	if (fd < 0)
		return -1;
	if (!fb)
		err = find_fb(name, fd, &fb);
	if (!err)
		err = take_fb(screen, name, fd, fb);
	saved = errno;
	close(fd);
	errno = saved;
	return err;
}

void screen_end(struct screen *screen)
{
	int i, err = errno;

	for (i = 0; i < MVIEW_PLANES; i++)
		if (screen->dmabuf[i] >= 0)
			close(screen->dmabuf[i]);
	errno = err;
}
