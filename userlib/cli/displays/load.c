// SPDX-License-Identifier: GPL-2.0
/* Libraries that are loaded when they are needed. */
#include "displays/load.h"

#include <dlfcn.h>
#include <string.h>

bool load_library(const char *soname, const struct load_function *functions,
		  size_t n, void *library)
{
	char *pointers = library;
	void *handle, *function;
	size_t i = n;

	memcpy(&function, pointers + functions[0].at, sizeof(function));
	if (function)
		return true;
	handle = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
	/* The first one last, as it tells that all are there. */
	while (handle && i--) {
		function = dlsym(handle, functions[i].name);
		if (!function)
			return false;
		memcpy(pointers + functions[i].at, &function,
		       sizeof(function));
	}
	return handle;
}
