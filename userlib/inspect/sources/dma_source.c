// SPDX-License-Identifier: LGPL-2.1-or-later
/* dma:DEVICE/SYMBOL[#N], dma:DEVICE[#N]. */
#include <errno.h>
#include <glob.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "mview-inspect.h"
#include "sources/dma.h"
#include "sources/source.h"

#define WORDS_MAX	512

/**
 * struct wanted - what a name says
 * @name: all of it
 * @device: the device
 * @symbol: the function, up to @symbol_len; of length 0 for any
 * @symbol_len: its length
 * @numbered: @number was given
 * @number: which of those that fit
 */
struct wanted {
	const char *name;
	char device[NAME_MAX + 1];
	const char *symbol;
	size_t symbol_len;
	bool numbered;
	uint64_t number;
};

static bool wanted_read(struct wanted *wanted, const char *name,
			const char *rest)
{
	const char *hash = strrchr(rest, '#'), *slash, *end;
	size_t len;

	*wanted = (struct wanted) { .name = name, .numbered = hash };
	end = hash ? hash : rest + strlen(rest);
	slash = memchr(rest, '/', end - rest);
	len = (slash ? slash : end) - rest;
	if (!len || len >= sizeof(wanted->device))
		return false;
	memcpy(wanted->device, rest, len);
	wanted->symbol = slash ? slash + 1 : end;
	wanted->symbol_len = end - wanted->symbol;
	if ((slash && !wanted->symbol_len) ||
	    memchr(wanted->symbol, '/', wanted->symbol_len))
		return false;
	if (!hash)
		return true;
	hash++;
	return number_read(&hash, UINT64_MAX, &wanted->number) && !*hash;
}

/* Does it fit, by the first function or, if @any, by one of them? */
static bool fits(const struct wanted *wanted,
		 const struct mview_dma_buffer *buffer, bool any)
{
	if (strcmp(buffer->origin->device, wanted->device))
		return false;
	if (!wanted->symbol_len)
		return true;
	if (any)
		return dma_has_symbol(buffer->origin->stack, wanted->symbol,
				      wanted->symbol_len);
	return strlen(buffer->symbol) == wanted->symbol_len &&
	       !memcmp(buffer->symbol, wanted->symbol, wanted->symbol_len);
}

/**
 * struct choice - those that fit
 * @count: how many
 * @first, @last: of them
 * @chosen: the one with the number that is wanted, or NULL
 */
struct choice {
	uint64_t count;
	const struct mview_dma_buffer *first;
	const struct mview_dma_buffer *last;
	const struct mview_dma_buffer *chosen;
};

static void choose(struct choice *choice, const struct wanted *wanted,
		   const struct mview_dma_buffers *list, bool any)
{
	const struct mview_dma_buffer *buffer;

	*choice = (struct choice) { .count = 0 };
	for (buffer = list->first; buffer; buffer = buffer->next) {
		if (!fits(wanted, buffer, any))
			continue;
		if (!choice->count)
			choice->first = buffer;
		if (choice->count == wanted->number)
			choice->chosen = buffer;
		choice->last = buffer;
		choice->count++;
	}
}

static bool is_device(const char *name)
{
	char pattern[sizeof("/sys/bus/*/devices/") + NAME_MAX];
	glob_t found;
	int err;

	snprintf(pattern, sizeof(pattern), "/sys/bus/*/devices/%s", name);
	err = glob(pattern, 0, NULL, &found);
	if (!err)
		globfree(&found);
	return !err;
}

static const struct mview_dma_buffer *
nothing_traced(const struct wanted *wanted,
	       const struct mview_dma_buffers *list)
{
	const char *device = wanted->device;

	if (!is_device(device))
		return inspect_fail(ENODEV, "%s: there is no device %s; 'ls "
				    "/sys/bus/*/devices' lists them",
				    wanted->name, device);
	return inspect_fail(ENOENT, "%s: %s; what %s has was allocated before: "
			    "'mview dma %s --rebind' has its driver allocate "
			    "it anew and traces that, and mview_dma.boot=%s "
			    "does from boot on", wanted->name,
			    list->traces ? "no trace has seen it allocate" :
					   "no trace is open, or none has seen "
					   "anything yet", device, device,
			    device);
}

/* The functions that there are, each once, as far as they fit in. */
static const char *functions(const struct wanted *wanted,
			     const struct mview_dma_buffers *list, char *words)
{
	const struct mview_dma_buffer *buffer, *before;
	size_t len = 0;

	*words = '\0';
	for (buffer = list->first; buffer; buffer = buffer->next) {
		if (strcmp(buffer->origin->device, wanted->device))
			continue;
		for (before = list->first; before != buffer;
		     before = before->next)
			if (!strcmp(before->origin->device, wanted->device) &&
			    !strcmp(before->symbol, buffer->symbol))
				break;
		if (before != buffer || len >= WORDS_MAX)
			continue;
		len += snprintf(words + len, WORDS_MAX - len, "%s%s",
				len ? ", " : "", buffer->symbol);
	}
	return words;
}

static const struct mview_dma_buffer *
none_fits(const struct wanted *wanted, const struct mview_dma_buffers *list)
{
	struct wanted any = { .number = 0 };
	struct choice choice;
	char words[WORDS_MAX];

	memcpy(any.device, wanted->device, sizeof(any.device));
	choose(&choice, &any, list, false);
	if (!choice.count)
		return nothing_traced(wanted, list);
	return inspect_fail(ENOENT, "%s: no function %.*s of %s has asked for "
			    "memory while it was traced, but: %s",
			    wanted->name, (int)wanted->symbol_len,
			    wanted->symbol, wanted->device,
			    functions(wanted, list, words));
}

static const struct mview_dma_buffer *
pick(const struct wanted *wanted, const struct mview_dma_buffers *list)
{
	struct choice choice;

	choose(&choice, wanted, list, false);
	if (!choice.count)
		choose(&choice, wanted, list, true);
	if (!choice.count)
		return none_fits(wanted, list);
	if (!wanted->numbered && choice.count > 1)
		return inspect_fail(ENOTUNIQ, "%s: %" PRIu64 " fit, say which: "
				    "from %s (%" PRIu64 " bytes) to #%" PRIu64
				    " (%" PRIu64 " bytes)", wanted->name,
				    choice.count, choice.first->name,
				    choice.first->origin->nbytes,
				    choice.count - 1,
				    choice.last->origin->nbytes);
	if (!choice.chosen)
		return inspect_fail(ERANGE, "%s: only %" PRIu64 " fit; the "
				    "last one is #%" PRIu64, wanted->name,
				    choice.count, choice.count - 1);
	return choice.chosen;
}

static struct mview *view_of(const char *name,
			     const struct mview_dma_buffer *buffer)
{
	struct mview *view;

	if (buffer->unreadable)
		return inspect_fail(EOPNOTSUPP, "%s: its %" PRIu64 " bytes "
				    "can't be read: %s", name,
				    buffer->origin->nbytes, buffer->unreadable);
	view = mview_open_id(buffer->id, 0);
	if (view)
		return view;
	if (errno == ENOENT || errno == ENODEV)
		return inspect_fail(ENODEV, "%s: its driver has just freed it",
				    name);
	return dma_failed(name);
}

static struct mview *open_dma(const char *name, const char *rest,
			      unsigned int flags)
{
	const struct mview_dma_buffer *buffer;
	struct mview_dma_buffers *list;
	struct mview *view = NULL;
	struct wanted wanted;

	if (!wanted_read(&wanted, name, rest))
		return source_misused(&source_dma, name);
	if (flags & MVIEW_WRITE)
		return inspect_fail(EACCES, "%s: memory that a driver has can "
				    "be read, but never written", name);
	list = mview_dma_find(NULL);
	if (!list)
		return dma_failed(name);
	buffer = pick(&wanted, list);
	if (buffer)
		view = view_of(name, buffer);
	mview_dma_free(list);
	return view;
}

const struct source source_dma = {
	.prefix = "dma:",
	.usage = "dma:DEVICE/FUNCTION, dma:DEVICE/FUNCTION#N or dma:DEVICE#N",
	.open = open_dma,
};
