/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* BTF as bytes: found in files, and checked before libbpf sees it. */
#ifndef MVIEW_INSPECT_TYPES_RAW_H
#define MVIEW_INSPECT_TYPES_RAW_H

#include <stdbool.h>
#include <stddef.h>

/**
 * raw_read - the BTF in a file
 * @path: an ELF file with BTF, or BTF by itself
 * @size: written: its length
 *
 * Return: for free(). Errors: those of open(2) and read(2), EINVAL, ENOENT for
 * an ELF file without BTF.
 */
void *raw_read(const char *path, size_t *size);

/**
 * raw_check - is this BTF whole, and does libbpf know all that is in it?
 * @data: bytes, aligned as malloc() does
 * @size: how many
 * @name: what to call it in messages
 *
 * Errors: EINVAL, EOPNOTSUPP.
 */
int raw_check(const void *data, size_t size, const char *name);

/* The types refer to others that are not here; of checked BTF. */
bool raw_is_split(const void *data);

#endif /* MVIEW_INSPECT_TYPES_RAW_H */
