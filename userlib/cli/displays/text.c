// SPDX-License-Identifier: GPL-2.0
/* Text: only what the locale calls printable reaches the terminal. */
#include "displays/text.h"

#include <langinfo.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "cli.h"

bool text_is_utf8(void)
{
	return !strcmp(nl_langinfo(CODESET), "UTF-8");
}

/* One character: its bytes, its columns; false if it can't be printed. */
static bool next_char(const char *text, mbstate_t *state, size_t *len,
		      int *width)
{
	wchar_t c;

	/* No character is longer, and a text may be of millions. */
	*len = mbrtowc(&c, text, strnlen(text, MB_LEN_MAX), state);
	*width = 1;
	if (*len == (size_t)-1 || *len == (size_t)-2) {
		memset(state, 0, sizeof(*state));
		*len = 1;
		return false;
	}
	if (!iswprint(c))
		return false;
	*width = wcwidth(c);
	return true;
}

/* Printable ASCII, which nearly all is, needs no locale: its length, or 0. */
static size_t plain_length(const char *text)
{
	const char *end = text;

	while (*end >= ' ' && *end <= '~')
		end++;
	return *end ? 0 : end - text;
}

int text_width(const char *text)
{
	mbstate_t state = { 0 };
	size_t len = plain_length(text);
	int width, sum = 0;

	if (len)
		return len;
	for (; *text; text += len) {
		next_char(text, &state, &len, &width);
		sum += width;
	}
	return sum;
}

void text_print(const char *text, int columns, FILE *out)
{
	bool cut = columns && text_width(text) > columns;
	size_t len = cut ? 0 : plain_length(text);
	mbstate_t state = { 0 };
	int width, left = columns - 1;
	char *line, *end;
	bool known;

	if (len) {
		fwrite(text, 1, len, out);
		return;
	}
	/* At once: @out may have no buffer. */
	line = allocate(strlen(text) + sizeof("\u2026"));
	for (end = line; *text; text += len) {
		known = next_char(text, &state, &len, &width);
		if (cut && width > left)
			break;
		left -= width;
		if (known)
			end = mempcpy(end, text, len);
		else
			*end++ = '?';
	}
	if (cut)
		end = stpcpy(end, text_is_utf8() ? "\u2026" : ">");
	fwrite(line, 1, end - line, out);
	free(line);
}

void text_vprintf(FILE *out, const char *format, va_list args)
{
	size_t n = strlen(format);
	bool is_line = n && format[n - 1] == '\n';
	char *text;
	int len;

	len = vasprintf(&text, format, args);
	if (len < 0) {
		fputs(format, out);
		return;
	}
	if (is_line)
		text[len - 1] = '\0';
	text_print(text, 0, out);
	if (is_line)
		fputc('\n', out);
	free(text);
}

void text_printf(FILE *out, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	text_vprintf(out, format, args);
	va_end(args);
}

const char *text_of(const struct mview_field *field, const void *item)
{
	static size_t size;
	static char *text;
	size_t len;

	len = mview_text(field, item, text, size);
	if (len < size)
		return text;
	size = len + 64;
	text = reallocate(text, size);
	mview_text(field, item, text, size);
	return text;
}
