/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * Which bytes an element touches: those of its values. Padding, whether written
 * as x or made by alignment, is neither read nor written. With registers it says
 * what must be left alone.
 */
#ifndef MVIEW_CORE_TOUCH_H
#define MVIEW_CORE_TOUCH_H

#include "layout.h"
#include "port.h"

/**
 * mv_touch_all - does a format touch every byte of its elements
 * @format: valid, not terminated
 * @len: its length
 */
bool mv_touch_all(const char *format, size_t len);

/**
 * mv_touch_within - does a layout touch only what another one touches
 * @dst: valid; made from @src by mv_layout_cast()
 * @src: valid
 *
 * A layout without padding can be cast to anything. One with padding only to
 * elements of the same size, each of which then lies where one of @src does.
 *
 * Return: true only if it is so. It is false, too, if it takes too long to find
 * out: for two different formats that switch between values and padding some
 * ten thousand times, by their counts for instance.
 */
bool mv_touch_within(const struct mv_layout *dst, const struct mv_layout *src);

#endif /* MVIEW_CORE_TOUCH_H */
