/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview-inspect: lenses. Part of mview-inspect.h. */
#ifndef MVIEW_INSPECT_LENS_H
#define MVIEW_INSPECT_LENS_H

#include <mview.h>
#include <mview-inspect/types.h>

MVIEW_BEGIN

/*
 * A lens says of a C type what C does not: which bits an integer has, what its
 * values and flags are called, which member of a union holds when, what is an
 * address or a text. It makes a type of a type: the storage stays as it is, an
 * integer whose bits are named has them as members ("status.phase"), beside the
 * whole number ("status"). Paths, expressions, text, get and set are those of
 * all types.
 *
 * What a lens says never changes where a member of the type lies. Bits are bits
 * of an integer that the type has, and conditions read members of it: nothing
 * outside of the element is ever read.
 */

/**
 * struct mview_lens_bit - bits of an integer that have a name
 * @name: as names are in C
 * @high: the highest one; 0 is the lowest bit of the integer, whatever its byte
 *	order is
 * @low: the lowest one; @high for a single bit
 */
struct mview_lens_bit {
	const char *name;
	int high;
	int low;
};

/**
 * struct mview_lens_field - what a lens says of one member
 * @path: of the member: "hdr.status", without indices: what is said of a member
 *	of an array's elements holds for all of them; bits that the lens names
 *	count as members. "" is the type itself, and so is "value" if it is no
 *	struct or union
 * @where: where it is said, for messages: "nvme.yaml:12"; or NULL
 * @bits: to be members of an integer, beside those that it has
 * @nbits: how many
 * @enums: names for values of an integer, before those that it has
 * @nenums: how many
 * @flags: names for bits that are set in an integer, in @value; those with several
 *	bits count where all are set, and before those behind them
 * @nflags: how many
 * @when: of a member of a union, or of an anonymous struct in one: an expression
 *	that is not 0 where it, or the struct, holds, or "else". Its names are
 *	members of the element; in an array of structs or unions, of the array's
 *	element. Or NULL
 * @show: what it looks like. Of a struct or union: what all in it look like that
 *	can and are not told otherwise
 */
struct mview_lens_field {
	const char *path;
	const char *where;
	const struct mview_lens_bit *bits;
	int nbits;
	const struct mview_enumerator *enums;
	int nenums;
	const struct mview_enumerator *flags;
	int nflags;
	const char *when;
	enum mview_show show;
};

/**
 * struct mview_lens_ring - what makes a ring of the elements, see ring.h
 * @owner: expression on an entry: not 0 where the device owns it; see @flips
 * @flips: @owner is the bit that the producer writes, 1 on its first way round,
 *	and the other one each time it comes to the first entry
 * @done: expression on an entry: not 0 once the device is done with it
 * @producer: who puts entries in, "device" or "driver"
 * @head: the entry that the consumer takes out next: a number, an expression, or
 *	a source as mview_source_open() takes it
 * @tail: the entry that the producer fills next; likewise, or "last": behind the
 *	newest one that @owner or @done says is there
 * @counter_bits: head and tail only grow, and have so many bits; 0 if they are
 *	numbers of entries
 * @slack: elements at the end that are no entries
 *
 * Texts are NULL where nothing is said. Who uses them parses the expressions, on
 * the lens's type.
 */
struct mview_lens_ring {
	const char *owner;
	bool flips;
	const char *done;
	const char *producer;
	const char *head;
	const char *tail;
	int counter_bits;
	int slack;
};

/**
 * struct mview_lens_match - which buffers a lens is for
 * @driver: of the driver that has the memory, or of the module that registered it
 * @symbol: of one of the functions that asked for it
 * @name: of the buffer
 * @type: that the driver says the elements are of: "MODULE:TYPE"
 * @format: that the driver declared
 * @size: bytes of the elements that the driver declared, or of all of the memory
 *	where it declared none, as an expression in n, which is 0, 1, 2, …, and of
 *	which no power is taken: "16 * n"
 * @number: of dma:DEVICE/SYMBOL#N, likewise: "2 * n + 1"
 *
 * The first five are patterns as of fnmatch(3). All that are not NULL must hold;
 * a lens without any is for no buffer.
 */
struct mview_lens_match {
	const char *driver;
	const char *symbol;
	const char *name;
	const char *type;
	const char *format;
	const char *size;
	const char *number;
};

/**
 * struct mview_lens_type - a type of several that share the same bytes
 * @name: of the member of the union that they are
 * @type: "[MODULE:]TYPE", or a format that begins with "T{"
 */
struct mview_lens_type {
	const char *name;
	const char *type;
};

/**
 * struct mview_lens - a lens, as a file has it
 * @name: of the lens
 * @file: where it is from
 * @line: likewise
 * @type: "[MODULE:]TYPE" for mview_ctype_open(); or NULL
 * @format: else, for mview_ctype_of_format(); or NULL
 * @types: else, for mview_ctype_union()
 * @ntypes: how many
 * @fields: for mview_ctype_derive()
 * @nfields: how many
 * @ring: see there
 * @match: see there
 *
 * Only the library makes these; later versions may append members.
 */
struct mview_lens {
	const char *name;
	const char *file;
	int line;
	const char *type;
	const char *format;
	const struct mview_lens_type *types;
	int ntypes;
	const struct mview_lens_field *fields;
	int nfields;
	struct mview_lens_ring ring;
	struct mview_lens_match match;
};

/**
 * struct mview_lenses - lenses of one or several files
 * @lenses: in the order of the search path, of files' names, and in the file
 * @count: how many
 * @errors: why files could not be read, a sentence each
 * @nerrors: how many
 */
struct mview_lenses {
	const struct mview_lens *lenses;
	int count;
	const char *const *errors;
	int nerrors;
};

/**
 * mview_lenses_read - the lenses of a file
 * @path: of the file, which mview-lens(5) tells of
 *
 * Return: to be given to mview_lenses_free(). Errors: those of open(2); EINVAL
 * for what is no such file, with file and line in the text; E2BIG for one that
 * is too large; ELIBACC without libyaml.
 */
struct mview_lenses *mview_lenses_read(const char *path);

/**
 * mview_lenses_find - all lenses that there are
 *
 * Those of all *.yaml in the directories, and of the files, of MVIEW_LENSES, then
 * of $XDG_CONFIG_HOME/mview/lenses or ~/.config/mview/lenses, then of
 * share/mview/lenses where mview was installed, in /usr/local and in /usr.
 * Files that can't be read are among the errors.
 *
 * Return: to be given to mview_lenses_free(). Errors: ENOMEM.
 */
struct mview_lenses *mview_lenses_find(void);

/* NULL is allowed. */
void mview_lenses_free(struct mview_lenses *lenses);

/**
 * mview_lens_open - a lens by its name
 * @name: of the lens; or the path of a file that has no more than one, with a "/"
 *	in it
 *
 * Return: the first one of that name that mview_lenses_find() has; for
 * mview_lens_close(). Errors: ENOENT, with similar names in the text, and with
 * what is wrong with a file; those of mview_lenses_read().
 */
struct mview_lens *mview_lens_open(const char *name);

/**
 * mview_lens_match - the lens for a buffer
 * @view: of the buffer; it is the whole buffer that has to match. Or of a
 *	recording: the lens that mview_recorded_lens() names
 * @unread: called for each file that can't be read and may have the lens, with a
 *	sentence that names it and its line; or NULL. Lenses of other files are tried
 *	all the same.
 * @data: what @unread gets
 *
 * Return: as mview_lens_open(), the first one that mview_lenses_find() has. Errors:
 * ENOENT if there is none, or the view was released.
 */
struct mview_lens *mview_lens_match(const struct mview *view,
				    void (*unread)(const char *why, void *data),
				    void *data);

/* NULL is allowed. */
void mview_lens_close(struct mview_lens *lens);

/**
 * mview_lens_apply - a type seen through a lens
 * @lens: a lens
 * @type: what its paths are about; of any kernel
 *
 * Errors: as mview_ctype_derive(). The owner and done of a ring are checked, too.
 */
struct mview_ctype *mview_lens_apply(const struct mview_lens *lens,
				     const struct mview_ctype *type);

/**
 * mview_lens_ctype - the lens's type or format, seen through it
 * @lens: a lens
 * @types: where its type is from, whatever its module is; NULL for the running
 *	kernel, and the module
 *
 * Errors: as mview_ctype_open(), mview_types_get() and mview_lens_apply().
 */
struct mview_ctype *mview_lens_ctype(const struct mview_lens *lens,
				     struct mview_types *types);

/**
 * mview_ctype_derive - a type seen through a lens
 * @type: a type; may be closed before the new one
 * @fields: what is said of its members. First all bits are named, then values
 *	and looks are told, then conditions, so that their order matters only
 *	where one names bits of bits
 * @n: how many
 *
 * Errors: ENOENT for a path that is none, EINVAL for what a member can't have
 * (bits of a float, a condition where there is no union), ERANGE for bits or
 * values outside the integer, EEXIST for a name that is there already, those of
 * mview_expr_open(), ENOMEM. The text begins with @where.
 */
struct mview_ctype *mview_ctype_derive(const struct mview_ctype *type,
				       const struct mview_lens_field *fields,
				       int n);

/**
 * mview_lens_bits - the same of a short text, for a quick look
 * @type: a type
 * @text: PATH{NAME:BIT,…}, with HIGH:LOW for several bits, as in
 *	"flags{done:0,eop:1,err:7:4}". More of them may follow, behind a comma or
 *	spaces. Without PATH it is the type itself
 *
 * Errors: as mview_ctype_derive(); EINVAL for a bad text.
 */
struct mview_ctype *mview_lens_bits(const struct mview_ctype *type,
				    const char *text);

MVIEW_END

#endif /* MVIEW_INSPECT_LENS_H */
