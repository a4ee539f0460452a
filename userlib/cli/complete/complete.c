// SPDX-License-Identifier: GPL-2.0
/* Candidates, as the shells' scripts read them. */
#include "complete/complete.h"

#include <stdio.h>
#include <string.h>

#include "displays/text.h"

const char *typed_end(const struct typed *typed)
{
	return typed->word + typed->kept;
}

void complete_offer(const struct typed *typed, const char *text,
		    const char *help)
{
	const char *end = typed_end(typed);

	if (strncmp(text, end, strlen(end)))
		return;
	text_printf(stdout, "%.*s%s", (int)typed->kept, typed->word, text);
	if (help)
		putchar('\t');
	/* What has several lines in --help is one here. */
	for (; help && *help; help += strcspn(help, "\n"), help += *help == '\n')
		text_printf(stdout, "%.*s%s", (int)strcspn(help, "\n"), help,
			    help[strcspn(help, "\n")] ? " " : "");
	putchar('\n');
}

/* No candidate begins with a colon. */
void complete_file(void)
{
	puts(":file");
}
