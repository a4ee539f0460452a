/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * Names of buffers. The syntax allows the names that devices have, and excludes
 * what programs write around names: "name[3:5]", "@12" for a buffer's id,
 * "word:…" for what is no buffer, and "name@12" for a moment of a recording.
 *
 *	name := (letter | digit | "_") (letter | digit | one of "_.-:+,@")*
 *
 * in ASCII, less those that begin with "dma:", "dmabuf:", "fd:", "v4l2:",
 * "drm:" or "file:", and those that end with "@" and a decimal number.
 */
#ifndef MVIEW_CORE_NAME_H
#define MVIEW_CORE_NAME_H

#include "port.h"

#define MV_NAME_MAX	63	/* characters of a name */

/**
 * mv_name_valid - can a buffer have that name
 * @name: a string
 */
bool mv_name_valid(const char *name);

#endif /* MVIEW_CORE_NAME_H */
