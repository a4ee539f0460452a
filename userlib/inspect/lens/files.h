/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files of lenses: which there are, and their texts. */
#ifndef MVIEW_INSPECT_LENS_FILES_H
#define MVIEW_INSPECT_LENS_FILES_H

#include <stddef.h>

/**
 * lens_files - go through all files that lenses are looked for in, in that order
 * @each: called with the path of each; 0 to go on
 * @arg: what @each gets
 *
 * Return: what @each returned, or 0; -1 and ENOMEM.
 */
int lens_files(int (*each)(const char *path, void *arg), void *arg);

/**
 * lens_text - what a file has
 * @path: of the file
 * @size: written: its length, without a 0 that stands behind it
 *
 * Return: to be freed; NULL, with errno and mview_inspect_error() set.
 */
char *lens_text(const char *path, size_t *size);

#endif /* MVIEW_INSPECT_LENS_FILES_H */
