// SPDX-License-Identifier: GPL-2.0
/* BTF of kernels, modules and files: types by name, and what is no BTF. */
#include "words.h"

#include <elf.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "made.h"
#include "types/builtin.h"

static struct made made;

static int setup(__attribute__((unused)) void **state)
{
	made_init(&made);
	return 0;
}

static int teardown(__attribute__((unused)) void **state)
{
	made_deinit(&made);
	return 0;
}

static void add_struct(const char *name, unsigned int size)
{
	made_struct(&made, name, size);
	made_member(&made, "x", made.u8, 0, 0);
}

/* The bytes, for a test to damage. */
static unsigned char *raw(size_t *size)
{
	unsigned int len;
	const void *bytes = btf__raw_data(made.btf, &len);
	unsigned char *copy = malloc(len);

	assert_non_null(copy);
	*size = len;
	return memcpy(copy, bytes, len);
}

static void assert_get(struct mview_types *types, const char *name,
		       int64_t size)
{
	struct mview_ctype *type = mview_types_get(types, name);

	if (!type)
		fail_msg("%s", mview_inspect_error());
	assert_int_equal(mview_ctype_size(type), size);
	mview_ctype_close(type);
}

TEST(a_name_may_say_its_kind_and_which_one)
{
	struct mview_types *types;

	btf__add_typedef(made.btf, "thing", made.u64);
	made_union(&made, "thing", 2);
	made_member(&made, "x", made.u16, 0, 0);
	add_struct("thing", 4);
	add_struct("thing", 5);
	types = made_types(&made);
	assert_get(types, "thing", 4);
	assert_get(types, "struct thing", 4);
	assert_get(types, "struct thing#2", 5);
	assert_get(types, "union thing", 2);
	assert_get(types, "unsigned int", 4);
	assert_words(ENOENT, "no type struct thing",
		     mview_types_get(types, "struct thing#3"));
	assert_words(EINVAL, "no name", mview_types_get(types, "thing#x"));
	assert_words(EINVAL, "no name", mview_types_get(types, "thing#0"));
	assert_words(EINVAL, "no name", mview_types_get(types, ""));
	mview_types_close(types);
}

TEST(similar_names_are_offered)
{
	struct mview_types *types;

	add_struct("rx_descriptor", 4);
	add_struct("tx_descriptor", 4);
	add_struct("unlike", 4);
	types = made_types(&made);
	assert_words(ENOENT, "has no type rx_desciptor; similar are rx_descriptor, tx_descriptor",
		     mview_types_get(types, "rx_desciptor"));
	assert_null(strstr(mview_inspect_error(), "unlike"));
	mview_types_close(types);
}

TEST(all_types_with_names_are_listed)
{
	struct mview_type_entry entry = { 0 };
	char names[256] = "";
	struct mview_types *types;

	add_struct("a", 4);
	made_struct(&made, NULL, 4);
	made_union(&made, "b", 2);
	btf__add_fwd(made.btf, "c", BTF_FWD_STRUCT);
	types = made_types(&made);
	while (mview_types_next(types, &entry))
		sprintf(names + strlen(names), "%s %d ", entry.name,
			(int)entry.size);
	assert_non_null(strstr(names, "__le16 2 __be32 4 struct a 4 union b 2 "));
	assert_null(strstr(names, "struct c"));
	mview_types_close(types);
}

/* The new one, in a file, on the old one. */
static struct mview_types *split(struct btf *btf, struct mview_types *base)
{
	unsigned int size;
	const void *bytes = btf__raw_data(btf, &size);
	char path[] = "/tmp/mview-btf-XXXXXX";
	struct mview_types *types;
	int fd = mkstemp(path);

	assert_int_equal(write(fd, bytes, size), size);
	close(fd);
	types = mview_types_file(path, base);
	unlink(path);
	return types;
}

TEST(types_of_a_module_stand_on_the_kernels)
{
	struct mview_types *kernel, *module;
	struct btf *btf;

	add_struct("shared", 4);
	add_struct("own", 6);
	kernel = made_types(&made);
	btf = btf__new_empty_split(made.btf);
	btf__add_struct(btf, "own", 8);
	btf__add_field(btf, "x", made.u64, 0, 0);
	module = split(btf, kernel);
	btf__free(btf);
	mview_types_close(kernel);
	assert_non_null(module);
	assert_get(module, "own", 8);
	assert_get(module, "shared", 4);
	mview_types_close(module);
}

TEST(a_module_without_its_kernel_says_so)
{
	unsigned int size;
	struct btf *btf = btf__new_empty_split(made.btf);
	const void *bytes;
	struct mview_types *types;

	btf__add_struct(btf, "own", 8);
	bytes = btf__raw_data(btf, &size);
	types = made_from(bytes, size);
	/* It was tried with the running kernel's. */
	if (access("/sys/kernel/btf/vmlinux", R_OK))
		assert_words_are("this kernel has no BTF");
	else
		assert_non_null(types);
	mview_types_close(types);
	btf__free(btf);
}

TEST(what_is_no_btf_is_refused)
{
	static const char text[] = "nothing that anybody would take for types";

	assert_words(EINVAL, "this is no BTF", made_from(text, sizeof(text)));
	assert_words(EINVAL, "this is no BTF", made_from(text, 3));
	assert_words(EINVAL, "this is no BTF", made_from(text, 0));
	assert_words(ENOENT, "/nowhere: No such file",
		     mview_types_file("/nowhere", NULL));
	assert_words(EINVAL, "this is no BTF", mview_types_file("/tmp", NULL));
	assert_words(ENOENT, "has no BTF: build it with",
		     mview_types_file("/proc/self/exe", NULL));
}

/*
 * The types in an ELF file that is all hole but for its head, with that section
 * and names of sections of that size.
 */
static struct mview_types *elf_with(uint32_t type, uint64_t size, uint64_t names_size)
{
	const bool is_little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
	static const char names[] = "\0.BTF\0.shstrtab";
	struct {
		Elf64_Ehdr head;
		Elf64_Shdr sections[3];
		char names[sizeof(names)];
	} elf = {
		.head = {
			.e_ident = {
				ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
				is_little ? ELFDATA2LSB : ELFDATA2MSB, EV_CURRENT,
			},
			.e_type = ET_REL,
			.e_machine = EM_X86_64,
			.e_version = EV_CURRENT,
			.e_shoff = offsetof(typeof(elf), sections),
			.e_ehsize = sizeof(Elf64_Ehdr),
			.e_shentsize = sizeof(Elf64_Shdr),
			.e_shnum = 3,
			.e_shstrndx = 2,
		},
		.sections[1] = {
			.sh_name = 1,
			.sh_type = type,
			.sh_offset = 4096,
			.sh_size = size,
			.sh_addralign = 1,
		},
		.sections[2] = {
			.sh_name = 6,
			.sh_type = SHT_STRTAB,
			.sh_offset = offsetof(typeof(elf), names),
			.sh_size = names_size,
			.sh_addralign = 1,
		},
	};
	char path[] = "/tmp/mview-elf-XXXXXX";
	struct mview_types *types;
	int fd = mkstemp(path);

	memcpy(elf.names, names, sizeof(names));
	assert_int_equal(write(fd, &elf, sizeof(elf)), sizeof(elf));
	assert_int_equal(ftruncate(fd, 1LL << 33), 0);
	types = mview_types_file(path, NULL);
	unlink(path);
	close(fd);
	return types;
}

TEST(a_section_that_is_too_large_is_not_read)
{
	const uint64_t names = 16;

	assert_words(EINVAL, "this is no BTF", elf_with(SHT_PROGBITS, 100, names));
	assert_words(ENOENT, "has no BTF", elf_with(SHT_NOBITS, 100, names));
	assert_words(ENOENT, "has no BTF", elf_with(SHT_NOBITS, 1 << 30, names));
	assert_words(EINVAL, "its section .BTF is damaged",
		     elf_with(SHT_PROGBITS, (512 << 20) + 1, names));
	assert_words(EINVAL, "its section .BTF is damaged",
		     elf_with(SHT_PROGBITS, 1ULL << 40, names));
	assert_words(ENOENT, "has no BTF", elf_with(SHT_PROGBITS, 100, 1ULL << 32));
}

TEST(newer_btf_is_named)
{
	struct btf_type *type;
	unsigned char *bytes;
	size_t size;

	bytes = raw(&size);
	type = (struct btf_type *)(bytes + sizeof(struct btf_header));
	type->info = 25 << 24;
	assert_words(EOPNOTSUPP, "types of kind 25, which this library does not know",
		     made_from(bytes, size));
	bytes[2] = 2;
	assert_words(EOPNOTSUPP, "BTF version 2", made_from(bytes, size));
	free(bytes);
}

/* What was @from at the word that has it becomes @to. */
static struct mview_types *changed(size_t at, uint32_t to)
{
	unsigned char *bytes;
	struct mview_types *types;
	size_t size;

	bytes = raw(&size);
	memcpy(bytes + at, &to, sizeof(to));
	types = made_from(bytes, size);
	free(bytes);
	return types;
}

TEST(damaged_headers_are_refused)
{
	size_t at;

	for (at = offsetof(struct btf_header, hdr_len);
	     at < sizeof(struct btf_header); at += 4) {
		assert_words(EINVAL, "the BTF is damaged",
			     changed(at, 0xfffffff1));
		assert_words(EINVAL, "the BTF is damaged",
			     changed(at, 0xfffffffc));
	}
}

TEST(headers_of_a_wrong_length_are_refused)
{
	static const uint32_t lengths[] = {
		0, sizeof(struct btf_header) - 4, sizeof(struct btf_header) + 2,
		0x10000, 0xfffffffc,
	};
	size_t i;

	for (i = 0; i < COUNT_OF(lengths); i++)
		assert_words(EINVAL, "damaged: length of the header",
			     changed(offsetof(struct btf_header, hdr_len),
				     lengths[i]));
}

/* libbpf swaps the members that it knows, and would leave the others. */
TEST(longer_headers_of_the_other_order_are_newer)
{
	static const char length[] = { 0, 0, 0, sizeof(struct btf_header) + 4 };
	unsigned char *bytes;
	size_t size;

	btf__set_endianness(made.btf, __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ?
					      BTF_BIG_ENDIAN : BTF_LITTLE_ENDIAN);
	bytes = raw(&size);
	if (bytes[0] == 0xeb)
		memcpy(bytes + offsetof(struct btf_header, hdr_len), length,
		       sizeof(length));
	else
		bytes[offsetof(struct btf_header, hdr_len)] = length[3];
	assert_words(EOPNOTSUPP, "a header of 28 bytes is newer",
		     made_from(bytes, size));
	free(bytes);
}

TEST(types_that_do_not_end_are_refused)
{
	struct btf_header header;
	unsigned char *bytes;
	size_t size;

	add_struct("last", 4);
	bytes = raw(&size);
	memcpy(&header, bytes, sizeof(header));
	free(bytes);
	assert_words(EINVAL, "the last type does not end",
		     changed(offsetof(struct btf_header, type_len),
			     header.type_len - 4));
	assert_words(EINVAL, "the last type does not end",
		     changed(offsetof(struct btf_header, type_len),
			     header.type_len - 12 - 4));
}

TEST(a_struct_that_contains_itself_is_refused)
{
	struct mview_types *types;
	int id = made_array(&made, 0, 1);

	((struct btf_array *)(btf__type_by_id(made.btf, id) + 1))->type = id + 2;
	made_struct(&made, "loop", 8);
	made_member(&made, "x", id, 0, 0);
	btf__add_typedef(made.btf, "loop_t", id + 1);
	types = made_types(&made);
	assert_words(EINVAL, "struct loop is damaged: it contains itself",
		     mview_types_get(types, "loop"));
	mview_types_close(types);
}

TEST(typedefs_in_a_circle_are_refused)
{
	struct mview_types *types;
	int id = btf__add_typedef(made.btf, "ring", 1);

	btf__add_typedef(made.btf, "ring2", id);
	((struct btf_type *)btf__type_by_id(made.btf, id))->type = id + 1;
	types = made_types(&made);
	assert_words(EINVAL, "it leads to no type",
		     mview_types_get(types, "ring"));
	mview_types_close(types);
}

TEST(members_outside_are_refused)
{
	int array = made_array(&made, made.u64, 0x20000001);
	struct mview_types *types;

	made_struct(&made, "late", 8);
	made_member(&made, "x", made.u64, 8, 0);
	made_struct(&made, "large", 8);
	made_member(&made, "x", array, 0, 0);
	made_struct(&made, "wide", 4);
	made_member(&made, "x", made.u64, 8, 30);
	types = made_types(&made);
	assert_words(EINVAL, "struct late is damaged: a member lies outside",
		     mview_types_get(types, "late"));
	assert_words(EINVAL, "outside", mview_types_get(types, "large"));
	assert_words(EINVAL, "outside", mview_types_get(types, "wide"));
	mview_types_close(types);
}

TEST(types_without_bytes_are_refused)
{
	struct mview_types *types;

	made_struct(&made, "empty", 0);
	btf__add_typedef(made.btf, "nothing", 0);
	btf__add_typedef(made.btf, "function",
			 btf__add_func_proto(made.btf, made.u32));
	types = made_types(&made);
	assert_words(EINVAL, "struct empty has no bytes",
		     mview_types_get(types, "empty"));
	assert_words(EINVAL, "void has no bytes",
		     mview_types_get(types, "nothing"));
	assert_words(EINVAL, "has no bytes", mview_types_get(types, "function"));
	mview_types_close(types);
}

/* Each has the one before twice: 2^n members. */
TEST(types_that_grow_without_end_are_refused)
{
	struct mview_types *types;
	int i, last = made.u8;
	char name[16];

	for (i = 0; i < 40; i++) {
		sprintf(name, "u%d", i);
		btf__add_union(made.btf, name, 8);
		made_member(&made, "a", last, 0, 0);
		made_member(&made, "b", last, 0, 0);
		last = btf__type_cnt(made.btf) - 1;
	}
	types = made_types(&made);
	assert_get(types, "u10", 8);
	assert_words(E2BIG, "more than 65536 members and enumerators",
		     mview_types_get(types, "u39"));
	mview_types_close(types);
}

/* A member costs its name, however often that is used. */
TEST(names_too_long_are_none)
{
	static const int lengths[] = { 511, 512, 100000 };
	char names[COUNT_OF(lengths)][100001] = { "" };
	const struct mview_member *root;
	struct mview_ctype *type;
	size_t i;

	made_struct(&made, "names", 8);
	for (i = 0; i < COUNT_OF(lengths); i++) {
		memset(names[i], 'a', lengths[i]);
		made_member(&made, names[i], made.u8, 8 * i, 0);
	}
	type = made_type(&made, "names");
	root = mview_ctype_root(type);
	assert_string_equal(root->members[0].name, names[0]);
	assert_string_equal(root->members[1].name, "");
	assert_string_equal(root->members[2].name, "");
	mview_ctype_close(type);
}

/* Two enums of 40000 each; one of them, used twice, is one. */
TEST(enumerators_count_as_members)
{
	struct mview_types *types;
	int enums[2], e, i;
	char name[32];

	for (e = 0; e < 2; e++) {
		enums[e] = btf__add_enum(made.btf, e ? "second" : "first", 4);
		for (i = 0; i < 40000; i++) {
			sprintf(name, "E%d_%d", e, i);
			btf__add_enum_value(made.btf, name, i);
		}
	}
	for (e = 0; e < 2; e++) {
		made_struct(&made, e ? "two" : "one", 8);
		made_member(&made, "x", enums[0], 0, 0);
		made_member(&made, "y", enums[e], 32, 0);
	}
	types = made_types(&made);
	assert_get(types, "one", 8);
	assert_words(E2BIG, "more than 65536 members and enumerators",
		     mview_types_get(types, "two"));
	mview_types_close(types);
}

TEST(structs_too_deep_are_refused)
{
	int i, last = made.u8;
	struct mview_types *types;
	char name[16];

	for (i = 0; i < 70; i++) {
		sprintf(name, "s%d", i);
		made_struct(&made, name, 1);
		made_member(&made, "x", last, 0, 0);
		last = btf__type_cnt(made.btf) - 1;
	}
	types = made_types(&made);
	assert_get(types, "s60", 1);
	assert_words(E2BIG, "structs in structs",
		     mview_types_get(types, "s69"));
	mview_types_close(types);
}

TEST(the_running_kernel_has_types_or_says_why_not)
{
	struct mview_ctype *type = mview_ctype_open("struct list_head");

	if (access("/sys/kernel/btf/vmlinux", R_OK)) {
		assert_null(type);
		assert_words_are("this kernel has no BTF");
		skip_as("this kernel has no BTF");
	}
	/* A program need not have pointers as large as the kernel's. */
	assert_true(mview_ctype_size(type) >= (int64_t)(2 * sizeof(void *)));
	mview_ctype_close(type);
	assert_words(ENOENT, "similar are", mview_ctype_open("list_haed"));
	assert_words(ENOENT, "no module nosuch-module is loaded",
		     mview_ctype_open("nosuch-module:x"));
	assert_words(EINVAL, "no name of a module",
		     mview_ctype_open("../../etc:x"));
}

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_int_equal(fputs(text, file) < 0, 0);
	fclose(file);
}

TEST(sysfs_and_a_list_tell_of_modules_that_are_built_in)
{
	char old[PATH_MAX], at[] = "/tmp/mview-builtin-XXXXXX";

	assert_non_null(getcwd(old, sizeof(old)));
	assert_non_null(mkdtemp(at));
	assert_int_equal(chdir(at), 0);
	assert_false(mkdir("sys", 0700) || mkdir("sys/loaded", 0700) ||
		     mkdir("sys/with_parameters", 0700));
	put("sys/loaded/initstate", "live");
	put("list", "kernel/drivers/virtio/virtio_ring.ko\n"
		    "kernel/sound/core/snd-pcm.ko\n");
	assert_int_equal(builtin_find("sys", "list", "loaded"), BUILTIN_NO);
	assert_int_equal(builtin_find("sys", "list", "with_parameters"), BUILTIN_YES);
	assert_int_equal(builtin_find("sys", "list", "virtio_ring"), BUILTIN_YES);
	assert_int_equal(builtin_find("sys", "list", "snd_pcm"), BUILTIN_YES);
	assert_int_equal(builtin_find("sys", "list", "virtio"), BUILTIN_NO);
	assert_int_equal(builtin_find("sys", "list", "ring"), BUILTIN_NO);
	assert_int_equal(builtin_find("sys", "none", "loaded"), BUILTIN_NO);
	assert_int_equal(builtin_find("sys", "none", "with_parameters"), BUILTIN_YES);
	assert_int_equal(builtin_find("sys", "none", "virtio_ring"), BUILTIN_UNKNOWN);
	unlink("list");
	unlink("sys/loaded/initstate");
	rmdir("sys/loaded");
	rmdir("sys/with_parameters");
	rmdir("sys");
	assert_int_equal(chdir(old), 0);
	rmdir(at);
}

#define WITH_BTF(test)	cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(sysfs_and_a_list_tell_of_modules_that_are_built_in),
		WITH_BTF(a_name_may_say_its_kind_and_which_one),
		WITH_BTF(similar_names_are_offered),
		WITH_BTF(all_types_with_names_are_listed),
		WITH_BTF(types_of_a_module_stand_on_the_kernels),
		WITH_BTF(a_module_without_its_kernel_says_so),
		WITH_BTF(what_is_no_btf_is_refused),
		WITH_BTF(a_section_that_is_too_large_is_not_read),
		WITH_BTF(newer_btf_is_named),
		WITH_BTF(damaged_headers_are_refused),
		WITH_BTF(headers_of_a_wrong_length_are_refused),
		WITH_BTF(longer_headers_of_the_other_order_are_newer),
		WITH_BTF(types_that_do_not_end_are_refused),
		WITH_BTF(a_struct_that_contains_itself_is_refused),
		WITH_BTF(typedefs_in_a_circle_are_refused),
		WITH_BTF(members_outside_are_refused),
		WITH_BTF(types_without_bytes_are_refused),
		WITH_BTF(types_that_grow_without_end_are_refused),
		WITH_BTF(names_too_long_are_none),
		WITH_BTF(enumerators_count_as_members),
		WITH_BTF(structs_too_deep_are_refused),
		cmocka_unit_test(the_running_kernel_has_types_or_says_why_not),
	};

	return cmocka_run_group_tests_name("btf", tests, NULL, NULL);
}
