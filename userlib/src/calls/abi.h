/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Formats between programs and kernels whose long differs. The reader of a
 * native code gives it the size that its C compiler does: "l" has 8 bytes for a
 * 64-bit kernel and 4 for a 32-bit program that runs on it.
 */
#ifndef MVIEW_SRC_ABI_H
#define MVIEW_SRC_ABI_H

#include <stddef.h>
#include <stdint.h>

struct mv_format_abi;

/* That of all 64-bit kernels */
extern const struct mv_format_abi abi_64;

/**
 * abi_translate - write a format so that another ABI reads the same in it
 * @out: written; not terminated
 * @room: bytes of @out
 * @format: valid where native codes and alignment are those of @from
 * @len: its length
 * @from: the ABI that @format is written for
 * @to: the ABI that @out is written for
 *
 * Where both read the same in @format, @out is @format. Else l, L, n, N and P
 * become the code of an integer of that size, gaps become padding, and "@"
 * becomes "^", so that nothing is aligned; every ABI reads that alike. Names,
 * sub-arrays and nesting stay.
 *
 * Return: the length of @out, else what mv_format_next() says of @format, or
 * -E2BIG if it does not fit into @out.
 */
ptrdiff_t abi_translate(char *out, size_t room, const char *format, size_t len,
			const struct mv_format_abi *from,
			const struct mv_format_abi *to);

/**
 * abi_from_kernel - a format that the kernel returned, as the program reads it
 * @format: in memory of MVIEW_FORMAT_MAX bytes; rewritten
 * @len: its length; rewritten
 * @long_size: bytes of the kernel's long
 *
 * Return: 0, or as abi_translate().
 */
int abi_from_kernel(char *format, uint32_t *len, uint32_t long_size);

/**
 * abi_to_kernel - a format of the program, as every kernel reads it
 * @text: memory of MVIEW_FORMAT_MAX bytes, which may be used
 * @format: the format; set to @text if that is used
 * @len: its length; rewritten
 *
 * An invalid format stays as it is: the kernel returns the error for it.
 *
 * Return: 0, or -E2BIG if the translation is too long.
 */
int abi_to_kernel(char *text, const char **format, size_t *len);

#endif /* MVIEW_SRC_ABI_H */
