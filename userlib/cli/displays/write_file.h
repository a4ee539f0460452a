/* SPDX-License-Identifier: GPL-2.0 */
/* Files that displays write. */
#ifndef MVIEW_CLI_WRITE_FILE_H
#define MVIEW_CLI_WRITE_FILE_H

#include <stdio.h>

/**
 * write_file - write a file, or standard output
 * @path: the file, "-" for standard output
 * @write: does so; returns NULL, or what went wrong
 * @what: handed to @write
 *
 * A file gets its name when it is whole: what had that name until then is
 * replaced, or kept if this one can't be written. Devices and pipes are written
 * to.
 *
 * Return: an exit status; on failure it has said why.
 */
int write_file(const char *path,
	       const char *(*write)(const void *what, FILE *out),
	       const void *what);

/* What stands behind the last dot of a file's name, or "". */
const char *write_file_ending(const char *path);

#endif /* MVIEW_CLI_WRITE_FILE_H */
