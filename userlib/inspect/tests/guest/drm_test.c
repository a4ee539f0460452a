// SPDX-License-Identifier: GPL-2.0
/* Screens: a picture that is drawn on one, and what is not a screen. */
#include "words.h"

#include <drm_fourcc.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xf86drm.h>
#include <xf86drmMode.h>

#include <mview-inspect.h>

#define CARD	"/dev/dri/card0"

/**
 * struct canvas - a framebuffer that the tests draw on
 * @fd: the card
 * @mode: of the screen
 * @connector: of the screen
 * @crtc: its controller
 * @fb: the framebuffer
 * @pitch: bytes of a row
 * @size: bytes
 * @pixels: its memory
 */
static struct canvas {
	int fd;
	drmModeModeInfo mode;
	uint32_t connector;
	uint32_t crtc;
	uint32_t fb;
	uint32_t pitch;
	uint64_t size;
	uint32_t *pixels;
} canvas;

static bool find_screen(drmModeRes *resources)
{
	drmModeConnector *connector;
	bool found = false;
	int i;

	for (i = 0; !found && i < resources->count_connectors; i++) {
		connector = drmModeGetConnector(canvas.fd,
						resources->connectors[i]);
		if (connector && connector->connection == DRM_MODE_CONNECTED &&
		    connector->count_modes) {
			canvas.mode = connector->modes[0];
			canvas.connector = connector->connector_id;
			canvas.crtc = resources->crtcs[0];
			found = true;
		}
		drmModeFreeConnector(connector);
	}
	return found;
}

static bool make_buffer(void)
{
	struct drm_mode_create_dumb create = {
		.width = canvas.mode.hdisplay,
		.height = canvas.mode.vdisplay,
		.bpp = 32,
	};
	struct drm_mode_map_dumb map = { .handle = 0 };
	uint32_t handles[4] = { 0 }, pitches[4] = { 0 }, offsets[4] = { 0 };

	if (drmIoctl(canvas.fd, DRM_IOCTL_MODE_CREATE_DUMB, &create))
		return false;
	map.handle = create.handle;
	handles[0] = create.handle;
	pitches[0] = create.pitch;
	canvas.pitch = create.pitch;
	canvas.size = create.size;
	if (drmModeAddFB2(canvas.fd, create.width, create.height,
			  DRM_FORMAT_XRGB8888, handles, pitches, offsets,
			  &canvas.fb, 0) ||
	    drmIoctl(canvas.fd, DRM_IOCTL_MODE_MAP_DUMB, &map))
		return false;
	canvas.pixels = mmap(NULL, create.size, PROT_READ | PROT_WRITE,
			     MAP_SHARED, canvas.fd, map.offset);
	return canvas.pixels != MAP_FAILED;
}

static uint32_t colour(uint32_t x, uint32_t y)
{
	return (x * 7 & 0xff) << 16 | (y * 3 & 0xff) << 8 | ((x ^ y) & 0xff);
}

static void draw(void)
{
	uint32_t x, y;

	for (y = 0; y < canvas.mode.vdisplay; y++)
		for (x = 0; x < canvas.mode.hdisplay; x++)
			canvas.pixels[y * canvas.pitch / 4 + x] = colour(x, y);
}

/* False where there is no card with a screen, or one that exports no dma-buf. */
static bool start(void)
{
	drmModeRes *resources;
	uint64_t prime = 0;
	bool found;

	canvas.fd = open(CARD, O_RDWR | O_CLOEXEC);
	resources = canvas.fd < 0 ? NULL : drmModeGetResources(canvas.fd);
	found = resources && find_screen(resources);
	drmModeFreeResources(resources);
	if (found)
		drmGetCap(canvas.fd, DRM_CAP_PRIME, &prime);
	if (!(prime & DRM_PRIME_CAP_EXPORT) || !make_buffer())
		return false;
	draw();
	return true;
}

static int switch_on(void **state)
{
	(void)state;
	return drmModeSetCrtc(canvas.fd, canvas.crtc, canvas.fb, 0, 0,
			      &canvas.connector, 1, &canvas.mode);
}

static int switch_off(void **state)
{
	(void)state;
	return drmModeSetCrtc(canvas.fd, canvas.crtc, 0, 0, 0, NULL, 0, NULL);
}

static void check_pixels(struct mview *view)
{
	int64_t width = canvas.mode.hdisplay, height = canvas.mode.vdisplay;
	unsigned char *bytes = malloc(width * height * 4), *pixel;
	int64_t x, y;

	assert_int_equal(mview_tobytes(view, bytes, width * height * 4, 'C'),
			 width * height * 4);
	for (y = 0; y < height; y += 13) {
		for (x = 0; x < width; x += 11) {
			pixel = &bytes[(y * width + x) * 4];
			assert_int_equal(pixel[0] | pixel[1] << 8 |
						 pixel[2] << 16, colour(x, y));
		}
	}
	free(bytes);
}

static struct mview *source(const char *name, unsigned int flags)
{
	struct mview *view = mview_source_open(name, flags);

	if (!view)
		fail_msg("%s", mview_inspect_error());
	return view;
}

TEST(the_screen_is_what_is_drawn)
{
	struct mview *view = source("drm:card0", 0);
	const struct mview_picture *picture = mview_source_picture(view);

	assert_non_null(picture);
	assert_int_equal(picture->fourcc, DRM_FORMAT_XRGB8888);
	assert_int_equal(picture->fourcc_of, MVIEW_FOURCC_DRM);
	assert_int_equal(picture->width, canvas.mode.hdisplay);
	assert_int_equal(picture->height, canvas.mode.vdisplay);
	assert_int_equal(mview_strides(view)[0], canvas.pitch);
	check_pixels(view);
	mview_close(view);
}

TEST(a_framebuffer_has_an_id)
{
	char name[64];
	struct mview *view, *plane;

	snprintf(name, sizeof(name), "drm:card0/%u", canvas.fb);
	view = source(name, 0);
	plane = mview_source_plane(view, 0);
	mview_close(view);
	assert_non_null(plane);
	check_pixels(plane);
	mview_close(plane);
	assert_words(ENOENT, "no framebuffer 4000000000",
		     mview_source_open("drm:card0/4000000000", 0));
}

TEST(what_is_drawn_by_a_view_is_on_the_screen)
{
	struct mview *view = source("drm:card0", MVIEW_WRITE);
	int64_t index[] = { 5, 6, 1 };

	assert_int_equal(mview_set_i64(view, index, NULL, 0x42), 0);
	assert_int_equal(canvas.pixels[5 * canvas.pitch / 4 + 6] >> 8 & 0xff,
			 0x42);
	mview_close(view);
	draw();
}

TEST(without_the_module_it_is_mapped)
{
	struct mview *view;

	rename("/dev/mview", "/dev/mview.away");
	view = mview_source_open("drm:card0", 0);
	rename("/dev/mview.away", "/dev/mview");
	if (!view)
		fail_msg("%s", mview_inspect_error());
	assert_string_equal(mview_kind(view), "memory");
	assert_non_null(mview_source_picture(view));
	check_pixels(view);
	mview_close(view);
}

static int open_descriptors(void)
{
	int fd, n = 0;

	for (fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

TEST(nothing_is_left_open)
{
	int before = open_descriptors(), i;

	for (i = 0; i < 20; i++)
		mview_close(source("drm:card0", 0));
	assert_int_equal(open_descriptors(), before);
	/* The tests are still the card's master. */
	assert_int_equal(switch_on(NULL), 0);
}

TEST(a_screen_that_is_off_is_told)
{
	assert_words(ENOENT, "off", mview_source_open("drm:card0", 0));
}

TEST(what_is_no_card_is_told)
{
	assert_words(ENOENT, "no /dev/dri/card9",
		     mview_source_open("drm:card9", 0));
}

#define SWITCHED(test) cmocka_unit_test_setup_teardown(test, switch_on, switch_off)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SWITCHED(the_screen_is_what_is_drawn),
		SWITCHED(a_framebuffer_has_an_id),
		SWITCHED(what_is_drawn_by_a_view_is_on_the_screen),
		SWITCHED(without_the_module_it_is_mapped),
		SWITCHED(nothing_is_left_open),
		cmocka_unit_test(a_screen_that_is_off_is_told),
		cmocka_unit_test(what_is_no_card_is_told),
	};

	if (!start()) {
		puts("1..0 # SKIP no card with a screen that exports dma-bufs");
		return 4;
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("drm", tests, NULL, NULL);
}
