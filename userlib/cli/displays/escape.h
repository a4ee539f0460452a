/* SPDX-License-Identifier: GPL-2.0 */
/* Text as programs get it: see displays/json.h. */
#ifndef MVIEW_CLI_ESCAPE_H
#define MVIEW_CLI_ESCAPE_H

#include <stddef.h>

/**
 * escape - make UTF-8 of text
 * @text: any bytes
 * @len: how many
 * @size: set to the length of what it returns
 *
 * Return: terminated; to be freed.
 */
char *escape(const char *text, size_t len, size_t *size);

#endif /* MVIEW_CLI_ESCAPE_H */
