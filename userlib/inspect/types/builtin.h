/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Modules that are built into the running kernel: their types are its own. */
#ifndef MVIEW_INSPECT_TYPES_BUILTIN_H
#define MVIEW_INSPECT_TYPES_BUILTIN_H

enum builtin {
	BUILTIN_NO,
	BUILTIN_YES,
	BUILTIN_UNKNOWN,
};

/**
 * builtin_find - is a module built in?
 * @sysfs: directory with an entry for each module that is loaded, and for those
 *	built-in ones that have parameters or a version
 * @list: the kernel's modules.builtin, which need not be there
 * @module: its name, with "_" for "-" and without "/"
 *
 * Return: BUILTIN_UNKNOWN if it is not in @sysfs and @list can't be read.
 */
enum builtin builtin_find(const char *sysfs, const char *list,
			  const char *module);

#endif /* MVIEW_INSPECT_TYPES_BUILTIN_H */
