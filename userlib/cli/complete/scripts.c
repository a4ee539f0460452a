// SPDX-License-Identifier: GPL-2.0
/* The scripts for shells, as they are in completion/ and are installed. */
#include "complete/complete.h"

#include <stdio.h>
#include <string.h>

/* s390x wants symbols at even addresses. */
#define SCRIPT(name, file)			\
	asm(".pushsection .rodata\n"		\
	    ".balign 2\n"			\
	    ".globl " #name "\n"		\
	    #name ":\n"				\
	    ".incbin \"completion/" file "\"\n"	\
	    ".byte 0\n"				\
	    ".popsection\n")

SCRIPT(complete_bash, "mview.bash");
SCRIPT(complete_zsh, "_mview");
SCRIPT(complete_fish, "mview.fish");

static const struct {
	const char *shell;
	const char *script;
} scripts[] = {
	{ "bash", complete_bash },
	{ "zsh", complete_zsh },
	{ "fish", complete_fish },
};

bool complete_script(const char *shell)
{
	size_t i;

	for (i = 0; i < sizeof(scripts) / sizeof(*scripts); i++)
		if (!strcmp(scripts[i].shell, shell)) {
			fputs(scripts[i].script, stdout);
			return true;
		}
	return false;
}
