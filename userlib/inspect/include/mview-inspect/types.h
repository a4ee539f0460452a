/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview-inspect: C types from BTF and formats. Part of mview-inspect.h. */
#ifndef MVIEW_INSPECT_TYPES_H
#define MVIEW_INSPECT_TYPES_H

#include <mview.h>

MVIEW_BEGIN

/*
 * BTF describes the C types of a kernel and of its modules. A struct
 * mview_types is such a description, a struct mview_ctype one type of it: a
 * tree of struct mview_member, which says where in an element each value lies
 * and what it means. A format makes one as well, and a lens makes one of
 * another: see lens.h. Both never change and may be used by several threads.
 *
 * Errors of all functions here: errno, and mview_inspect_error() says it in
 * words.
 */

/* What a kernel, one of its modules or a file describes. Opaque. */
struct mview_types;

/* A C type. Opaque; independent of the struct mview_types it came from. */
struct mview_ctype;

struct mview_expr;

/**
 * enum mview_member_kind - what a value is
 * @MVIEW_MEMBER_UINT: an integer without a sign
 * @MVIEW_MEMBER_INT: an integer with one
 * @MVIEW_MEMBER_BOOL: 0 or anything else
 * @MVIEW_MEMBER_CHAR: a char; an array of them is text
 * @MVIEW_MEMBER_FLOAT: a float or double
 * @MVIEW_MEMBER_ENUM: an integer with names
 * @MVIEW_MEMBER_POINTER: an address, which is but a number here
 * @MVIEW_MEMBER_STRUCT: has members, one behind the other
 * @MVIEW_MEMBER_UNION: has members, one over the other
 * @MVIEW_MEMBER_BYTES: what none of these can hold: other sizes of float
 * @MVIEW_MEMBER_FLAGS: an integer with names for bits that are set
 */
enum mview_member_kind {
	MVIEW_MEMBER_UINT,
	MVIEW_MEMBER_INT,
	MVIEW_MEMBER_BOOL,
	MVIEW_MEMBER_CHAR,
	MVIEW_MEMBER_FLOAT,
	MVIEW_MEMBER_ENUM,
	MVIEW_MEMBER_POINTER,
	MVIEW_MEMBER_STRUCT,
	MVIEW_MEMBER_UNION,
	MVIEW_MEMBER_BYTES,
	MVIEW_MEMBER_FLAGS,
};

/**
 * enum mview_show - what a value looks like to people
 * @MVIEW_SHOW_DEFAULT: decimal, pointers hexadecimal, arrays of char as text
 * @MVIEW_SHOW_DECIMAL: integers; those of an enum whose value has no name. Those
 *	of more than 64 bits are hexadecimal then, too
 * @MVIEW_SHOW_HEX: likewise, as 0x1f
 * @MVIEW_SHOW_OCTAL: likewise, as 037
 * @MVIEW_SHOW_BINARY: likewise, as 0b11111
 * @MVIEW_SHOW_ADDRESS: a device's address: as 0x1f, and mview_whose() knows
 *	whose it is
 * @MVIEW_SHOW_TEXT: an array of integers of 8 bits, as "text"
 * @MVIEW_SHOW_MAC: likewise, as 52:54:00:12:34:56
 * @MVIEW_SHOW_BYTES: likewise, as 525400123456
 */
enum mview_show {
	MVIEW_SHOW_DEFAULT,
	MVIEW_SHOW_DECIMAL,
	MVIEW_SHOW_HEX,
	MVIEW_SHOW_OCTAL,
	MVIEW_SHOW_BINARY,
	MVIEW_SHOW_ADDRESS,
	MVIEW_SHOW_TEXT,
	MVIEW_SHOW_MAC,
	MVIEW_SHOW_BYTES,
};

/**
 * struct mview_enumerator - a name for a value
 * @name: as in C
 * @value: as the bits of the enum's type, with its sign; of flags, the bits that
 *	are set
 */
struct mview_enumerator {
	const char *name;
	int64_t value;
};

/**
 * struct mview_member - what a type, or a part of it, consists of
 * @name: of the member; "" for the type itself and for anonymous structs and
 *	unions, whose members count as those of what they lie in
 * @type: as C writes it, without the array's dimensions: "__le16",
 *	"struct list_head *"
 * @kind: see there
 * @order: byte order of the storage, '<' or '>'
 * @is_signed: of an integer or enum
 * @is_bits: a bit-field
 * @offset: bytes from the start of what it is a member of, or of the element, to
 *	the storage
 * @size: bytes of the storage of one value
 * @shift: the value's lowest bit in the storage taken as an integer; 0 but
 *	for bit-fields
 * @bits: of the value; 8 * @size but for bit-fields
 * @ndim: dimensions of an array; 0 if it is none
 * @shape: of the array; 0 for a flexible one
 * @count: the product of @shape, 1 if it is no array
 * @nmembers: of a struct or union; of an integer, the bits that a lens names
 * @members: likewise. Those of an integer are bit-fields of its own storage, at
 *	offset 0
 * @nnames: of an enum or flags
 * @names: of an enum or flags
 * @show: what it looks like
 * @when: of a member of a union: whether it is the one that holds; or NULL. For
 *	mview_union_choice()
 * @is_else: of a member of a union: it holds if no other one does
 * @scope: of a union: bytes from the start of what the names in @when are
 *	members of, to the union
 *
 * The storage of a bit-field is the integer that it is declared as where that
 * is aligned and holds no byte of a neighbour, else as few bytes as possible.
 * Types are read as the machine has them whose BTF it is; but __le16, __le32,
 * __le64 and __be16, __be32, __be64 have their own byte order.
 */
struct mview_member {
	const char *name;
	const char *type;
	enum mview_member_kind kind;
	char order;
	bool is_signed;
	bool is_bits;
	int64_t offset;
	int64_t size;
	int shift;
	int bits;
	int ndim;
	const int64_t *shape;
	int64_t count;
	int nmembers;
	const struct mview_member *members;
	int nnames;
	const struct mview_enumerator *names;
	enum mview_show show;
	const struct mview_expr *when;
	bool is_else;
	int64_t scope;
};

/**
 * mview_types_kernel - the types of the running kernel
 * @module: of this module, or of the kernel itself if NULL
 *
 * Errors: ENOENT if the kernel or module has no BTF or there is no such module,
 * EOPNOTSUPP if its BTF is newer than this library, EINVAL if it is damaged,
 * EACCES; ELIBACC without libbpf.
 */
struct mview_types *mview_types_kernel(const char *module);

/**
 * mview_types_file - the types of any kernel
 * @path: vmlinux or a module, as ELF, or BTF by itself
 * @base: the kernel's, if it is a module; may be closed before the module's.
 *	NULL for the running kernel's
 *
 * Errors: as mview_types_kernel(), also ELIBACC for ELF without libelf; those of
 * open(2) and read(2).
 */
struct mview_types *mview_types_file(const char *path,
				     struct mview_types *base);

/* NULL is allowed. */
void mview_types_close(struct mview_types *types);

/**
 * struct mview_type_entry - a type among others
 * @id: its number
 * @name: as in C, "struct rx_desc"; more than one may have it
 * @size: in bytes; -1 where it has none
 */
struct mview_type_entry {
	unsigned int id;
	const char *name;
	int64_t size;
};

/**
 * mview_types_next - enumerate structs, unions, enums and typedefs by name
 * @types: a kernel's, or a module's without the kernel's
 * @entry: zeroed before the first call, and else as the one before left it.
 *	Its name belongs to @types and holds until the next call of this thread
 *
 * Return: 1, or 0 when there are no more.
 */
int mview_types_next(struct mview_types *types, struct mview_type_entry *entry);

/**
 * mview_types_get - a type by its name
 * @types: where to look; of a module, its own types go before the kernel's
 * @name: "struct rx_desc", "union u", "enum e", or "rx_desc", which is the
 *	struct, union, enum, typedef or plain type of that name, in this order.
 *	"rx_desc#2" is the second one of that name
 *
 * Errors: ENOENT, with similar names in the text; EINVAL for a type without
 * bytes, or damaged BTF; E2BIG for too large or too deep a type.
 */
struct mview_ctype *mview_types_get(struct mview_types *types,
				    const char *name);

/**
 * mview_types_at - a type by its number
 * @types: where to look
 * @id: from mview_types_next()
 *
 * Errors: as mview_types_get().
 */
struct mview_ctype *mview_types_at(struct mview_types *types, unsigned int id);

/**
 * mview_ctype_open - a type of the running kernel
 * @name: "[MODULE:]TYPE", TYPE as for mview_types_get(); the kernel's own where
 *	the module is built in
 *
 * Errors: as mview_types_kernel() and mview_types_get(). Where it is found in
 * a module only, the text says in which.
 */
struct mview_ctype *mview_ctype_open(const char *name);

/**
 * mview_ctype_named - the type that a view's elements are said to be of
 * @view: a view
 *
 * A driver says so with MVIEW_TYPE(), and the format has it: a record whose only
 * field is bytes and is called MODULE/TYPE. Of a recording, mview_recorded_type()
 * tells it.
 *
 * Return: "MODULE:TYPE" for mview_ctype_open(), to be freed. Errors: ENOENT if
 * they are not said to be of any; EBADFD.
 */
char *mview_ctype_named(const struct mview *view);

/**
 * mview_ctype_of_format - what a format describes, as a C type
 * @format: as for mview_cast()
 *
 * A record is a struct, its fields are its members: of the same names, f0, f1, …
 * by place where they have none. Sub-arrays and repeat counts are dimensions,
 * the "5s" of strings the last one, of char. A complex number is a struct of
 * re and im, a "5p" one of len and text. An element that is no record is the
 * type itself, whose path is "", or "value" in expressions. Types have the
 * kernel's names: u16, __be32.
 *
 * Errors: EINVAL, E2BIG, EOVERFLOW for a format that is none.
 */
struct mview_ctype *mview_ctype_of_format(const char *format);

/* The same of a view's elements. Errors: EBADFD, ENOMEM. */
struct mview_ctype *mview_ctype_of_view(const struct mview *view);

/**
 * mview_ctype_union - several types of the same bytes
 * @names: of the union's members
 * @types: theirs, all of the same size; may be closed before the union
 * @n: how many
 *
 * Its format is the first one's. mview_ctype_derive() can say which member holds.
 *
 * Errors: EINVAL for sizes that differ or no types, EEXIST for the same name
 * twice, ENOMEM.
 */
struct mview_ctype *mview_ctype_union(const char *const *names,
				      const struct mview_ctype *const *types,
				      int n);

/* NULL is allowed. */
void mview_ctype_close(struct mview_ctype *type);

/**
 * mview_ctype_root - what the type consists of
 * @type: a type
 *
 * Return: belongs to @type. Its name is "", and its offset 0, but of a view of one
 * value with padding before it.
 */
const struct mview_member *mview_ctype_root(const struct mview_ctype *type);

/* In bytes, padding beside a value too; more than 0. */
int64_t mview_ctype_size(const struct mview_ctype *type);

/**
 * mview_ctype_format - the format of the storage
 * @type: a type
 *
 * A record of integers, floats and records as they lie in memory, for
 * mview_cast(). It covers no byte twice, so that of a union it has the first
 * member that fills it without gaps, or else bytes; and of bit-fields their
 * storage, named a|b|c after them. A type that needs too long or too deep a
 * format is but bytes.
 *
 * Return: belongs to @type.
 */
const char *mview_ctype_format(const struct mview_ctype *type);

/**
 * mview_ctype_view - the view's bytes as elements of the type
 * @type: a type
 * @view: C-contiguous, or of elements as large as the type
 *
 * Return: a view of mview_ctype_format(): of @view's shape where the size of
 * the elements stays the same, else of one dimension. A view that is not
 * contiguous keeps its format. Errors: EINVAL where @type does not divide the
 * memory, and those of mview_cast().
 */
struct mview *mview_ctype_view(const struct mview_ctype *type,
			       struct mview *view);

/**
 * mview_ctype_find - a member by its path
 * @type: a type
 * @path: as C has it behind the variable: "hdr.len", "ring[3].addr", "[1]"; ""
 *	is the type itself, and so is "value" if it is no struct or union
 * @member: written; its offset counts from the start of the element
 *
 * Errors: EINVAL for a bad path, ENOENT for no such member, ERANGE for an
 * index outside the array.
 */
int mview_ctype_find(const struct mview_ctype *type, const char *path,
		     struct mview_member *member);

/**
 * mview_ctype_describe - the type as pahole prints it
 * @type: a type
 * @buf: written, always terminated; may be NULL if @size is 0
 * @size: of @buf
 *
 * Return: the length without the terminator, as snprintf().
 */
size_t mview_ctype_describe(const struct mview_ctype *type, char *buf,
			    size_t size);

/**
 * mview_member_get - read one value from memory
 * @member: what it is; no struct or union and no array, but for arrays of one
 *	dimension of char, or shown as text, mac or bytes
 * @storage: its first byte; need not be aligned
 * @value: written: MVIEW_BYTES for chars and bytes, which lie in @storage
 *
 * Errors: EINVAL for a struct, union or array; ERANGE for an integer of 128
 * bits that does not fit.
 */
int mview_member_get(const struct mview_member *member, const void *storage,
		     struct mview_value *value);

/**
 * mview_member_set - write one value to memory
 * @member: as for mview_member_get()
 * @storage: as for mview_member_get(); bits that belong to others stay
 * @value: an integer, bool or, for floats, float; bytes for chars, filled up
 *	with zeros
 *
 * Errors: EINVAL for a value of the wrong kind, ERANGE for one that does not
 * fit.
 */
int mview_member_set(const struct mview_member *member, void *storage,
		     const struct mview_value *value);

/**
 * mview_member_parse - a value from text
 * @member: as for mview_member_get()
 * @text: a number as C has it, true or false, one of an enum's names, flags as
 *	A|B|0x40; chars as they are; what is shown as mac or bytes as it is shown,
 *	of at most 256 bytes
 * @value: written; bytes lie in @text, or in memory of the library, where they
 *	hold until the thread's next call of this function
 *
 * Errors: EINVAL for what is none of that; ERANGE.
 */
int mview_member_parse(const struct mview_member *member, const char *text,
		       struct mview_value *value);

/**
 * mview_member_text - what a member looks like to people
 * @member: any; arrays are shown whole
 * @storage: its first byte
 * @buf: written, always terminated; may be NULL if @size is 0
 * @size: of @buf
 *
 * As @show has it; enums by name, flags as A|B|0x40, arrays as [1, 2], structs as
 * {a: 1, b: 2}, unions as {a: 1 | b: 2} with all their members. An integer with
 * named bits is {done: 1, err: 3, +0x40}, where the last are bits without a
 * name that are set. In the "C" locale.
 *
 * Return: the length without the terminator, as snprintf().
 */
size_t mview_member_text(const struct mview_member *member,
			 const void *storage, char *buf, size_t size);

/**
 * mview_element_text - what a part of a whole element looks like to people
 * @member: any; its offset counts from the start of the element, as
 *	mview_ctype_find() has it
 * @element: all of it
 * @buf: as for mview_member_text()
 * @size: as for mview_member_text()
 *
 * As mview_member_text(), but of a union it is the member that
 * mview_union_choice() chooses, if there is one.
 */
size_t mview_element_text(const struct mview_member *member,
			  const void *element, char *buf, size_t size);

/**
 * mview_union_choice - which member of a union holds
 * @record: a union; for others there is none
 * @storage: its first byte, in its whole element: conditions read what is around
 *
 * Return: the first member whose condition is not 0, else the one that is_else,
 * as an index; -1 if there is none, so that any may hold. A condition without a
 * value, as one that divides by 0, does not hold.
 */
int mview_union_choice(const struct mview_member *record, const void *storage);

/**
 * mview_ctype_get, mview_ctype_set - one value of an element in a view
 * @type: a type
 * @view: its elements are as large as the type
 * @index: mview_ndim() entries; negative ones count from the end. May be NULL
 *	if there are none
 * @path: as for mview_ctype_find()
 * @value: as for mview_member_get() and mview_member_set()
 * @storage: room for the member's size times its count; the bytes of @value
 *	lie there
 *
 * Only the storage of that member is accessed, in one piece if it is 1, 2, 4
 * or 8 bytes: registers with their own width. To set bits, it is read, changed
 * and written.
 *
 * Errors: those of mview_ctype_find(), mview_member_get() and
 * mview_member_set(); EINVAL for elements of another size; ERANGE for an index
 * outside the view; EACCES, EBADFD, ENODEV.
 */
int mview_ctype_get(const struct mview_ctype *type, struct mview *view,
		    const int64_t *index, const char *path, void *storage,
		    struct mview_value *value);
int mview_ctype_set(const struct mview_ctype *type, struct mview *view,
		    const int64_t *index, const char *path,
		    const struct mview_value *value);

/**
 * mview_ctype_storage - the storage of one member, as a view
 * @type: a type
 * @view: its elements are as large as the type
 * @index: as for mview_ctype_get()
 * @member: of mview_ctype_find()
 *
 * For several changes to one storage in one write: mview_tobytes(), as many
 * mview_member_set() on these bytes as there are members in them, then
 * mview_frombytes().
 *
 * Return: a view of the member's size times its count that has no byte of a
 * neighbour: one value of 1, 2, 4 or 8 bytes, else bytes. To be given to
 * mview_close(). Errors: EINVAL for elements of another size; ERANGE for an
 * index outside the view; EACCES, EBADFD, ENODEV.
 */
struct mview *mview_ctype_storage(const struct mview_ctype *type,
				  struct mview *view, const int64_t *index,
				  const struct mview_member *member);

MVIEW_END

#endif /* MVIEW_INSPECT_TYPES_H */
