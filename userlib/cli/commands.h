/* SPDX-License-Identifier: GPL-2.0 */
/* The table of commands. */
#ifndef MVIEW_CLI_COMMANDS_H
#define MVIEW_CLI_COMMANDS_H

struct command;

/**
 * struct command_entry - a command, in the order in which a reader wants them
 * @group: what it and those behind it are for; NULL where no group begins
 * @command: the command; NULL in the entry that ends the table
 */
struct command_entry {
	const char *group;
	const struct command *command;
};

extern const struct command_entry commands[];

/* NULL if there is none. */
const struct command *command_find(const char *name);

#endif /* MVIEW_CLI_COMMANDS_H */
