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
 *	that is not 0 where it, or the struct, holds, or "else". Its names are members of the element; in an array of structs or
 *	unions, of the array's element. Or NULL
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
 * struct mview_lens_ring - what makes a ring of the elements
 * @owner: expression on an entry: not 0 where the driver owns it, 0 where the
 *	device does; see @flips
 * @flips: what @owner means turns round each time the ring has gone once round,
 *	as a phase or cycle bit does
 * @done: expression on an entry: not 0 once the device is done with it
 * @head: the entry that is filled next: a number, an expression, or a source as
 *	mview_source_open() takes it
 * @tail: the oldest entry that is not taken yet; likewise; or "last": the last
 *	one that @owner or @done says is complete
 * @producer: where whoever fills entries counts them, without wrapping at the
 *	ring's end; as @head
 * @consumer: likewise, whoever takes them
 *
 * Each is NULL where it is not said. Who uses it parses the expressions, on the
 * lens's type.
 */
struct mview_lens_ring {
	const char *owner;
	bool flips;
	const char *done;
	const char *head;
	const char *tail;
	const char *producer;
	const char *consumer;
};

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
