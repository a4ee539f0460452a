// SPDX-License-Identifier: LGPL-2.1-or-later
/* BTF of kernels, modules and files. */
#include "types/types.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/error.h"
#include "types/builtin.h"
#include "types/raw.h"

#define KERNEL		"/sys/kernel/btf/vmlinux"
#define MODULES		"/sys/module"
#define NAME_LENGTH	511	/* of a name, as KSYM_NAME_LEN of the kernel */

struct libbpf libbpf;

static struct mview_types *types_create(struct btf *btf,
					struct mview_types *base,
					const char *name)
{
	struct mview_types *types = calloc(1, sizeof(*types));

	if (types)
		types->name = strdup(name);
	if (!types || !types->name) {
		free(types);
		return inspect_fail(ENOMEM, NO_MEMORY);
	}
	types->btf = btf;
	types->base = base;
	types->first = base ? libbpf.btf__type_cnt(base->btf) : 1;
	types->users = 1;
	if (base)
		base->users++;
	return types;
}

/* libbpf 1.1 has a libbpf.btf__new() on another only of files. */
static struct btf *split_btf(const void *data, size_t size, struct btf *base)
{
	int fd = memfd_create("BTF", MFD_CLOEXEC);
	struct btf *btf = NULL;
	char path[32];
	ssize_t n;
	int err;

	if (fd < 0)
		return NULL;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	n = write(fd, data, size);
	if (n == (ssize_t)size)
		btf = libbpf.btf__parse_raw_split(path, base);
	else if (n >= 0)
		errno = ENOSPC;
	err = errno;
	close(fd);
	errno = err;
	return btf;
}

struct mview_types *types_from_bytes(const void *data, size_t size,
				     struct mview_types *base, const char *name)
{
	struct mview_types *types;
	const char *why;
	struct btf *btf;

	why = LOAD(libbpf, "libbpf.so.1", LIBBPF_FUNCTIONS);
	if (why)
		return inspect_fail(ELIBACC, "%s: C types take libbpf: %s",
				    name, why);
	if (raw_check(data, size, name))
		return NULL;
	if (!base && raw_is_split(data))
		return inspect_fail(EINVAL,
				    "%s is the BTF of a module: its kernel's is needed, too",
				    name);
	btf = base ? split_btf(data, size, base->btf) :
		     libbpf.btf__new(data, size);
	if (!btf)
		return inspect_fail(errno, "%s: libbpf can't read its BTF: %s",
				    name, strerror(errno));
	types = types_create(btf, base, name);
	if (!types)
		libbpf.btf__free(btf);
	return types;
}

void mview_types_close(struct mview_types *types)
{
	struct mview_types *base;

	while (types && !--types->users) {
		base = types->base;
		libbpf.btf__free(types->btf);
		free(types->name);
		free(types);
		types = base;
	}
}

static struct mview_types *types_of_kernel(void)
{
	struct mview_types *types;
	size_t size;
	void *data = raw_read(KERNEL, &size);

	if (!data && errno == ENOENT)
		return inspect_fail(ENOENT,
				    "this kernel has no BTF (CONFIG_DEBUG_INFO_BTF): there is no %s; a file that has it will do",
				    KERNEL);
	if (!data)
		return NULL;
	types = types_from_bytes(data, size, NULL, "the kernel");
	free(data);
	return types;
}

/* A module's name as the kernel has it in paths: with "_" for "-". */
static int module_path(char *path, const char *directory, const char *module)
{
	int n = snprintf(path, PATH_MAX, "%s/%s", directory, module);
	char *name = path + strlen(directory) + 1;

	if (n >= PATH_MAX || !*module || *module == '.' || strchr(module, '/'))
		return inspect_fail_int(EINVAL, "\"%s\" is no name of a module",
				    module);
	for (; *name; name++)
		if (*name == '-')
			*name = '_';
	return 0;
}

/* Is it built in, and else why does it have no types? @name is as in sysfs. */
static struct mview_types *no_module(const char *module, const char *name,
				     struct mview_types *kernel)
{
	char path[PATH_MAX];
	struct utsname running;

	if (uname(&running))
		return inspect_fail(errno, "uname: %s", strerror(errno));
	snprintf(path, sizeof(path), "/lib/modules/%s/modules.builtin",
		 running.release);
	switch (builtin_find(MODULES, path, name)) {
	case BUILTIN_YES:
		kernel->users++;
		return kernel;
	case BUILTIN_UNKNOWN:
		return inspect_fail(ENOENT,
				    "no module %s is loaded, and without %s nothing tells whether it is built in: leave out '%s:' for a type of the kernel, or try 'modprobe %s'",
				    module, path, module, module);
	case BUILTIN_NO:
		break;
	}
	snprintf(path, sizeof(path), MODULES "/%s", name);
	if (access(path, F_OK))
		return inspect_fail(ENOENT,
				    "no module %s is loaded: try 'modprobe %s'",
				    module, module);
	return inspect_fail(ENOENT,
			    "the module %s has no BTF: it was built without a vmlinux that has it",
			    module);
}

static struct mview_types *types_of_module(const char *module)
{
	struct mview_types *kernel, *types = NULL;
	char path[PATH_MAX];
	size_t size;
	void *data;

	if (module_path(path, "/sys/kernel/btf", module))
		return NULL;
	kernel = types_of_kernel();
	if (!kernel)
		return NULL;
	data = raw_read(path, &size);
	if (data)
		types = types_from_bytes(data, size, kernel, module);
	else if (errno == ENOENT)
		types = no_module(module, strrchr(path, '/') + 1, kernel);
	free(data);
	mview_types_close(kernel);
	return types;
}

struct mview_types *mview_types_kernel(const char *module)
{
	if (!module || !strcmp(module, "vmlinux"))
		return types_of_kernel();
	return types_of_module(module);
}

struct mview_types *mview_types_file(const char *path, struct mview_types *base)
{
	struct mview_types *kernel = NULL, *types = NULL;
	size_t size;
	void *data = raw_read(path, &size);

	if (!data || raw_check(data, size, path))
		goto out;
	if (!raw_is_split(data)) {
		base = NULL;
	} else if (!base) {
		kernel = types_of_kernel();
		if (!kernel)
			goto out;
		base = kernel;
	}
	types = types_from_bytes(data, size, base, path);
	mview_types_close(kernel);
out:
	free(data);
	return types;
}

const char *types_name(const struct btf *btf, unsigned int offset)
{
	const char *name = libbpf.btf__name_by_offset(btf, offset) ?: "", *c;

	for (c = name; *c; c++)
		if (*c < ' ' || *c > '~' || c - name == NAME_LENGTH)
			return "";
	return name;
}
