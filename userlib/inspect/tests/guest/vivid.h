/* SPDX-License-Identifier: GPL-2.0 */
/* vivid, the kernel's camera that is none: its devices and its picture. */
#ifndef MVIEW_INSPECT_TESTS_VIVID_H
#define MVIEW_INSPECT_TESTS_VIVID_H

#include <stdbool.h>
#include <stdint.h>

#include <mview-inspect.h>

#define WIDTH	640
#define HEIGHT	360
#define BARS	8

/* The path of one with the single- or the multi-planar API; or NULL. */
const char *vivid_find(bool multi);

/* The webcam of one that there is, opened. */
struct mview_camera *vivid_open(bool multi, uint32_t fourcc);

/* Red, green and blue of a bar, from 0 to 255. */
const uint8_t *vivid_bar(int bar);

/* The column in the middle of a bar; even. */
int vivid_column(int bar);

/* A row without text; even. */
#define VIVID_ROW	300

#endif /* MVIEW_INSPECT_TESTS_VIVID_H */
