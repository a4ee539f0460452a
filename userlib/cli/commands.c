// SPDX-License-Identifier: GPL-2.0
/* The table of commands. */
#include "commands.h"

#include <string.h>

#include "cli.h"

const struct command_entry commands[] = {
	{ "Find memory:", &list_command },
	{ NULL, &info_command },
	{ NULL, &top_command },
	{ NULL, &dma_command },
	{ NULL, &whose_command },
	{ NULL, &dmabuf_command },

	{ "Look at it, and change it:", &show_command },
	{ NULL, &hex_command },
	{ NULL, &watch_command },
	{ NULL, &ring_command },
	{ NULL, &image_command },
	{ NULL, &plot_command },
	{ NULL, &diff_command },
	{ NULL, &set_command },
	{ NULL, &wait_command },

	{ "Keep it:", &save_command },
	{ NULL, &record_command },
	{ NULL, &replay_command },
	{ NULL, &recover_command },

	{ "What its bytes mean:", &types_command },
	{ NULL, &lens_command },

	{ "This machine, and shells:", &doctor_command },
	{ NULL, &completion_command },

	{ NULL, NULL }
};

const struct command *command_find(const char *name)
{
	const struct command_entry *entry;

	for (entry = commands; entry->command; entry++)
		if (!strcmp(entry->command->name, name))
			return entry->command;
	return NULL;
}
