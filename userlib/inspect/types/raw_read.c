// SPDX-License-Identifier: LGPL-2.1-or-later
/* The BTF in a file: the section .BTF of an ELF file, or the file itself. */
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "load/load.h"
#include "types/arena.h"
#include "types/raw.h"

#define FILE_MAX	(512 << 20)	/* BTF by itself; a kernel's has 6 MiB */
#define NAMES_MAX	(16 << 20)	/* of sections */

#define FUNCTIONS(f, s)		\
	f(elf_version) s	\
	f(elf_begin) s		\
	f(elf_end) s		\
	f(elf_getscn) s		\
	f(elf_getshdrstrndx) s	\
	f(elf_nextscn) s	\
	f(elf_rawdata) s	\
	f(elf_strptr) s		\
	f(gelf_getshdr) s

static struct libelf {
	FUNCTIONS(LOAD_POINTER, ;)
} libelf;

static Elf_Scn *elf_section(Elf *elf, const char *name, GElf_Shdr *header)
{
	Elf_Scn *section = NULL;
	size_t names;
	const char *text;

	if (libelf.elf_getshdrstrndx(elf, &names) ||
	    !libelf.gelf_getshdr(libelf.elf_getscn(elf, names), header) ||
	    header->sh_size > NAMES_MAX)
		return NULL;
	while ((section = libelf.elf_nextscn(elf, section))) {
		if (!libelf.gelf_getshdr(section, header))
			continue;
		text = libelf.elf_strptr(elf, names, header->sh_name);
		if (text && !strcmp(text, name))
			return section;
	}
	return NULL;
}

static void *no_btf(const char *path)
{
	return inspect_fail(ENOENT,
			    "%s has no BTF: build it with CONFIG_DEBUG_INFO_BTF=y, or pahole -J",
			    path);
}

static void *copied(const void *bytes, size_t size)
{
	void *copy = malloc(size);

	if (!copy)
		return inspect_fail(ENOMEM, NO_MEMORY);
	return memcpy(copy, bytes, size);
}

/* libelf reads as many bytes as the file says. */
static void *copy_section(Elf_Scn *section, const GElf_Shdr *header,
			  const char *path, size_t *size)
{
	Elf_Data *data;

	/* As in a file of debugging information alone */
	if (header->sh_type == SHT_NOBITS)
		return no_btf(path);
	if (header->sh_size > FILE_MAX)
		return inspect_fail(EINVAL, "%s: its section .BTF is damaged",
				    path);
	data = libelf.elf_rawdata(section, NULL);
	if (!data || !data->d_buf || !data->d_size)
		return no_btf(path);
	*size = data->d_size;
	return copied(data->d_buf, data->d_size);
}

static void *read_elf(int fd, const char *path, size_t *size)
{
	Elf *elf = NULL;
	Elf_Scn *section;
	GElf_Shdr header;
	void *copy;
	const char *why = LOAD(libelf, "libelf.so.1", FUNCTIONS);

	if (why)
		return inspect_fail(ELIBACC, "%s: ELF files take libelf: %s",
				    path, why);
	if (libelf.elf_version(EV_CURRENT) != EV_NONE)
		elf = libelf.elf_begin(fd, ELF_C_READ, NULL);
	section = elf ? elf_section(elf, ".BTF", &header) : NULL;
	copy = section ? copy_section(section, &header, path, size) :
			 no_btf(path);
	libelf.elf_end(elf);
	return copy;
}

static void *read_whole(int fd, const char *path, size_t *size)
{
	struct stat status;
	size_t done = 0;
	ssize_t n = 0;
	char *bytes;

	if (fstat(fd, &status))
		return inspect_fail(errno, "%s: %s", path, strerror(errno));
	if (!S_ISREG(status.st_mode) || status.st_size > FILE_MAX)
		return inspect_fail(EINVAL, "%s: this is no BTF and no ELF file",
				    path);
	bytes = malloc(status.st_size + !status.st_size);
	if (!bytes)
		return inspect_fail(ENOMEM, NO_MEMORY);
	while (done < (size_t)status.st_size) {
		n = read(fd, bytes + done, status.st_size - done);
		if (n <= 0)
			break;
		done += n;
	}
	if (n < 0) {
		inspect_fail(errno, "%s: %s", path, strerror(errno));
		free(bytes);
		return NULL;
	}
	*size = done;
	return bytes;
}

void *raw_read(const char *path, size_t *size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char magic[SELFMAG];
	void *bytes;

	if (fd < 0)
		return inspect_fail(errno, "%s: %s", path, strerror(errno));
	if (pread(fd, magic, sizeof(magic), 0) == sizeof(magic) &&
	    !memcmp(magic, ELFMAG, SELFMAG))
		bytes = read_elf(fd, path, size);
	else
		bytes = read_whole(fd, path, size);
	close(fd);
	return bytes;
}
