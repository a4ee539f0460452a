/* SPDX-License-Identifier: GPL-2.0 */
/* Every command with an argument that works, for tests of all commands. */
#ifndef MVIEW_TEST_COMMAND_H
#define MVIEW_TEST_COMMAND_H

#include <linux/mview.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * struct target - what the commands are tried on
 * @dev: /dev/mview
 * @view: a writable view of the buffer
 * @id: of the buffer
 * @name: of the buffer
 * @dmabuf: a dma-buf; only where the command wants one
 */
struct target {
	int dev;
	int view;
	__u64 id;
	const char *name;
	int dmabuf;
};

/**
 * struct command - a command and its argument
 * @number: of the ioctl
 * @size: of the struct
 * @flags: all that it knows
 * @fd_at: offset of the descriptor that it returns, or 0
 * @reserved_at: offset of its reserved member, or 0
 * @layout_at: offset of its pointer to a layout, or 0
 * @on_view: it is a view's command, not the device's
 * @needs_dmabuf: struct target must have one
 * @needs_records: the view's elements must be records with a field b
 * @makes_dmabuf: the descriptor is a dma-buf, not a view
 * @fill: write what makes the command work, behind size, to a zeroed struct
 */
struct command {
	unsigned int number;
	__u32 size;
	__u32 flags;
	size_t fd_at;
	size_t reserved_at;
	size_t layout_at;
	bool on_view;
	bool needs_dmabuf;
	bool needs_records;
	bool makes_dmabuf;
	void (*fill)(void *arg, const struct target *target);
};

extern const struct command cmd_dev_info;
extern const struct command cmd_buffer_info;
extern const struct command cmd_view_open;
extern const struct command cmd_import_dmabuf;
extern const struct command cmd_buffer_alloc;
extern const struct command cmd_buffer_origin;
extern const struct command cmd_view_info;
extern const struct command cmd_slice;
extern const struct command cmd_cast;
extern const struct command cmd_readonly;
extern const struct command cmd_sync;
extern const struct command cmd_release;
extern const struct command cmd_transpose;
extern const struct command cmd_field;
extern const struct command cmd_contiguous;
extern const struct command cmd_export_dmabuf;

int command_run(const struct command *command, const struct target *target,
		void *arg);

#endif /* MVIEW_TEST_COMMAND_H */
