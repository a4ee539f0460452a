/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview-inspect: rings of descriptors. Part of mview-inspect.h. */
#ifndef MVIEW_INSPECT_RING_H
#define MVIEW_INSPECT_RING_H

#include <mview.h>
#include <mview-inspect/types.h>

MVIEW_BEGIN

/*
 * A ring is a view of one dimension whose elements, the *slots*, are used over
 * and over. A *producer* puts entries in at the tail, a *consumer* takes them
 * out at the head: one of them is the device, the other one its driver. The
 * entries from the head to the tail are *pending*. A struct mview_ring_desc says
 * how to tell where these are:
 *
 *	completion queue with a phase tag	owner "status & 1", flips
 *	(nvme; xhci: "cycle")
 *	receive ring with a done bit (e1000e)	done "status & 1"
 *	descriptors with an owner bit		owner "flags >> 31"
 *	packed virtqueue			owner "!(flags & 0x80) !=
 *						!(flags & 0x8000)"
 *	submission ring with registers		head, tail: of a view of registers;
 *						producer driver
 *	split virtqueue, available ring		tail: avail->idx, head: used->idx,
 *						counter_bits 16; producer driver
 *	io_uring, AF_XDP			head, tail: views of 32 bits in the
 *						rings' header, counter_bits 32
 *
 * Nothing here writes, and nothing is read but the views that are named.
 *
 * *Torn reads.* A device writes while the ring is read, and nothing can stop it.
 * mview_ring_look() reads all slots twice: an entry that is not the same in both
 * was changed meanwhile, and has an unknown owner. What looks wrong is read three
 * times, and is told only if it is the same each time: a device that writes an
 * entry's owner bit last, and entries in order, is never found out of order.
 * mview_ring_next() reads an entry's owner, then the entry, then the owner again.
 * Head and tail are read before the slots, the head once more after the tail, and
 * again until it stayed the same, 16 times at most: of a head that never does, the
 * one in front of the tail is told, and no overrun.
 *
 * A struct mview_ring is for one thread at a time. Errors: errno, and
 * mview_inspect_error() says it in words.
 */

/* A ring that is watched. Opaque. */
struct mview_ring;

/**
 * enum mview_ring_owner - whose an entry is
 * @MVIEW_RING_UNKNOWN: there is no telling, see struct mview_ring_entry
 * @MVIEW_RING_DEVICE: the device works on it, or may write it
 * @MVIEW_RING_DRIVER: the driver may look at it, or fill it
 */
enum mview_ring_owner {
	MVIEW_RING_UNKNOWN,
	MVIEW_RING_DEVICE,
	MVIEW_RING_DRIVER,
};

/**
 * struct mview_ring_index - where the head or the tail comes from
 * @text: NULL if there is none and no @view. Without a @view: the number of a
 *	slot; or an expression on entries, for the first of those of which it is
 *	not 0; or "last", which is behind the newest entry, as the owner bits
 *	have it. With a @view: an expression on its element; NULL for an element
 *	that is one integer
 * @view: of one element; kept open by the caller. NULL for none
 * @type: what that element is, if there is a @text. Of an expression that is but
 *	a member, nothing else is read: registers
 */
struct mview_ring_index {
	const char *text;
	struct mview *view;
	const struct mview_ctype *type;
};

/**
 * struct mview_ring_desc - how to read a ring; zeroed where nothing is said
 * @owner: an expression: not 0 in entries that the device owns. With @flips, it
 *	is the bit (any value but 0 is 1) that the producer writes, 1 on its
 *	first way round, and the other one each time it comes to slot 0
 * @flips: see @owner
 * @done: an expression: not 0 in entries that the device is done with
 * @producer: who puts entries in: MVIEW_RING_DEVICE (completions, received data)
 *	or MVIEW_RING_DRIVER (commands, empty buffers); unknown is the device
 *	with @flips or where only @head and @tail are given, else the driver
 * @head: the next entry that the consumer takes out
 * @tail: the slot that the producer fills next
 * @counter_bits: 0 if head and tail are numbers of slots. Else they only grow, and
 *	have so many bits, the lowest ones of an integer with a sign or without; they
 *	come from a @view, and there are 2^n slots
 * @slack: elements at the end of the view that are no slots; nobody should write
 *	there
 * @stuck_ms: how long entries may be pending without any change; 0 for ever
 */
struct mview_ring_desc {
	const char *owner;
	bool flips;
	const char *done;
	enum mview_ring_owner producer;
	struct mview_ring_index head;
	struct mview_ring_index tail;
	int counter_bits;
	int64_t slack;
	int64_t stuck_ms;
};

/**
 * mview_ring_open - watch a ring
 * @view: of one dimension; stays open as long as the ring
 * @type: of its elements; likewise. May be NULL if there are no expressions
 * @desc: copied, but for what it points to in @head and @tail
 *
 * Errors: EINVAL for a view of other dimensions or elements, for slots whose number
 * is no power of two with @counter_bits, for a head or tail that is not of a view
 * with these, or if neither owner, done, head nor tail is given; those of
 * mview_expr_open().
 */
struct mview_ring *mview_ring_open(struct mview *view,
				   const struct mview_ctype *type,
				   const struct mview_ring_desc *desc);

/* NULL is allowed. Leaves errno alone. */
void mview_ring_close(struct mview_ring *ring);

/**
 * enum mview_ring_trouble - what is wrong with a ring
 * @MVIEW_RING_DISORDER: an entry was written before the one in front of it, or has
 *	another owner than those around it
 * @MVIEW_RING_SAME_BIT: an entry was written, but its bit did not flip
 * @MVIEW_RING_STUCK: entries are pending, and nothing has changed for @stuck_ms
 * @MVIEW_RING_STILL: nothing has changed for @stuck_ms, and whether entries are
 *	pending is not known: there is no head, or no tail
 * @MVIEW_RING_OVERRUN: the slack has changed, or more entries are pending than
 *	there are slots, which only counters tell
 */
enum mview_ring_trouble {
	MVIEW_RING_DISORDER,
	MVIEW_RING_SAME_BIT,
	MVIEW_RING_STUCK,
	MVIEW_RING_STILL,
	MVIEW_RING_OVERRUN,
};

/**
 * struct mview_ring_finding - one thing that is wrong
 * @trouble: what
 * @slot: where it begins; of changed slack, the number of the element; -1 for the
 *	ring as a whole
 * @count: of slots that this is true of, of entries pending (overrun of counters),
 *	or the milliseconds without a change
 */
struct mview_ring_finding {
	enum mview_ring_trouble trouble;
	int64_t slot;
	int64_t count;
};

/**
 * struct mview_ring_state - a ring at one moment
 * @nslots: their number
 * @head: the slot of the head, or -1 if it is not known
 * @tail: the slot of the tail, or -1
 * @last: the slot that the device was done with last, or wrote last; -1 if there
 *	is none, or it is not known
 * @pending: entries from head to tail, or -1. Head and tail at one slot mean none
 *	where only the slots are known
 * @wraps: those entries go on at slot 0 behind the last slot
 * @device: entries that the device owns
 * @driver: entries that the driver owns
 * @time_ns: CLOCK_REALTIME
 * @still_ms: since when nothing has changed, as far as looks tell
 * @nfindings: of @findings
 * @findings: what is wrong now. They belong to the ring until its next look
 *
 * With @owner or @done and no head or tail, those are where the bit changes: the
 * driver fills behind the last entry that the device owns, and the device goes on
 * at the first. If one of them is given, and the bits say that nothing is pending,
 * the other one is at the same slot. With @flips the bits tell the tail only;
 * without a head they tell what was handed over on this way round, and not whether
 * it was seen.
 */
struct mview_ring_state {
	int64_t nslots;
	int64_t head;
	int64_t tail;
	int64_t last;
	int64_t pending;
	bool wraps;
	int64_t device;
	int64_t driver;
	uint64_t time_ns;
	int64_t still_ms;
	int nfindings;
	const struct mview_ring_finding *findings;
};

/**
 * mview_ring_look - read the whole ring
 * @ring: a ring
 * @state: written
 *
 * Errors: ERANGE for a head or tail that is no slot; those of mview_tobytes() and
 * mview_expr_get().
 */
int mview_ring_look(struct mview_ring *ring, struct mview_ring_state *state);

/**
 * struct mview_ring_entry - one entry
 * @slot: where it is
 * @owner: whose it is. Unknown: it changed while it was read, its expressions have
 *	no value, or there is neither a bit nor both head and tail
 * @is_pending: lies between head and tail
 * @element: its bytes, which belong to the ring until it is read again
 * @number: of followed entries, how many there were before, with those missed
 * @missed: of followed entries, how many were missed between the one before and it
 * @time_ns: of followed entries, when it was found, CLOCK_REALTIME
 */
struct mview_ring_entry {
	int64_t slot;
	enum mview_ring_owner owner;
	bool is_pending;
	const void *element;
	uint64_t number;
	uint64_t missed;
	uint64_t time_ns;
};

/**
 * mview_ring_entry - an entry of the last look
 * @ring: looked at
 * @i: 0 for the oldest, which is the next to be overwritten, up to nslots - 1 for
 *	the newest
 * @entry: written
 *
 * Errors: ERANGE.
 */
int mview_ring_entry(struct mview_ring *ring, int64_t i,
		     struct mview_ring_entry *entry);

/**
 * mview_ring_next - the next new entry
 * @ring: a ring; the first call begins behind the newest entry
 * @entry: written
 *
 * New is: with @flips what the producer has written; else with @owner or @done
 * what the device is done with; else what is in front of the tail, or of the head
 * if there is no tail. Each entry comes once, in order.
 *
 * Entries that were overwritten before they could be read were *missed*, with one
 * that the producer may be writing over at that moment. Of n
 * slots, that is known exactly with @flips up to 2n - 1 entries between two calls,
 * with counters of b bits up to 2^b - 1. More than that are counted modulo 2n or
 * 2^b. Where only slots are known, nobody can tell n entries from none: n or more
 * between two calls are counted modulo n, and those that the driver has taken back
 * already count as missed.
 * An entry that is out of order, or whose bit did not flip, counts as missed; with
 * @flips also one whose @owner has no value, when one behind it was written.
 *
 * Return: 1; 0 if there is none yet. Errors: as mview_ring_look().
 */
int mview_ring_next(struct mview_ring *ring, struct mview_ring_entry *entry);

/**
 * mview_ring_wait - wait until there may be new entries
 * @ring: a ring
 * @timeout_ms: milliseconds; negative waits for ever
 *
 * Waits for an announcement of the view's driver, or, if there has been none so
 * far, as long as mview_ring_interval() says.
 *
 * Return: 1 if it is time to look, 0 if the time is over. Errors: as mview_wait().
 */
int mview_ring_wait(struct mview_ring *ring, int timeout_ms);

/**
 * mview_ring_interval - how long to wait between two looks
 * @ring: a ring
 *
 * Return: milliseconds, 1 to 100: shorter after many new entries. To be used with
 * mview_fd() of the view, which has POLLPRI when its driver announces something, in
 * programs that wait for several things.
 */
int mview_ring_interval(const struct mview_ring *ring);

/**
 * mview_ring_text - a finding in words
 * @finding: what is wrong
 * @buf: written, always terminated; may be NULL if @size is 0
 * @size: of @buf
 *
 * Return: the length without the terminator, as snprintf().
 */
size_t mview_ring_text(const struct mview_ring_finding *finding, char *buf,
		       size_t size);

MVIEW_END

#endif /* MVIEW_INSPECT_RING_H */
