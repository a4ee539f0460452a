// SPDX-License-Identifier: GPL-2.0
/* Columns of a type, by walking its members. */
#include "lenses/columns.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "lenses/symbols.h"
#include "lenses/types.h"

static char *join(const char *prefix, const char *name)
{
	size_t size = strlen(prefix) + strlen(name) + 2;
	char *joined = allocate(size);

	snprintf(joined, size, "%s%s%s", prefix, *prefix && *name ? "." : "",
		 name);
	return joined;
}

static bool is_record(const struct mview_member *member)
{
	return member->kind == MVIEW_MEMBER_STRUCT ||
	       member->kind == MVIEW_MEMBER_UNION;
}

/* Types of addresses, and names of numbers that are some. */
static bool is_address(const struct mview_member *member, const char *name)
{
	return member->kind == MVIEW_MEMBER_UINT && member->bits >= 32 &&
	       (!strcmp(member->type, "dma_addr_t") ||
		!strcmp(member->type, "phys_addr_t") ||
		!strcmp(member->type, "resource_size_t") ||
		strstr(name, "addr"));
}

static bool is_integer(const struct mview_member *member)
{
	return member->kind == MVIEW_MEMBER_UINT ||
	       member->kind == MVIEW_MEMBER_INT ||
	       member->kind == MVIEW_MEMBER_ENUM;
}

/* What it looks like if nobody has said; bytes in hexadecimal are one number. */
static enum mview_show look(const struct columns *columns,
			    const struct mview_member *member, const char *name)
{
	if (columns->hex && member->kind == MVIEW_MEMBER_CHAR)
		return MVIEW_SHOW_DEFAULT;
	if (member->show == MVIEW_SHOW_HEX && member->ndim == 1 &&
	    member->bits == 8)
		return MVIEW_SHOW_BYTES;
	if (member->show == MVIEW_SHOW_DEFAULT && is_integer(member) &&
	    (columns->hex || member->nmembers || is_address(member, name)))
		return MVIEW_SHOW_HEX;
	return member->show;
}

static void append(struct columns *columns, const struct mview_member *member,
		   const char *name, int guard)
{
	size_t size = (columns->n + 1) * sizeof(*columns->columns);
	struct column *column;

	columns->columns = reallocate(columns->columns, size);
	column = &columns->columns[columns->n++];
	*column = (struct column) {
		.name = join(*name ? name : "value", ""),
		.member = *member,
		.guard = guard,
	};
	if (is_record(member))
		return;
	column->member.show = look(columns, member, column->name);
	/* Bits are columns of their own. */
	column->member.nmembers = 0;
	column->member.members = NULL;
}

static bool has_conditions(const struct mview_member *record)
{
	int i;

	for (i = 0; i < record->nmembers; i++)
		if (record->members[i].when || record->members[i].is_else)
			return true;
	return false;
}

/* A guard for each member; the first one's number. */
static int add_guards(struct columns *columns, const struct mview_member *record,
		      int outer)
{
	int i, first = columns->nguards;
	size_t n = first + record->nmembers;

	columns->guards = reallocate(columns->guards,
				     n * sizeof(*columns->guards));
	for (i = 0; i < record->nmembers; i++)
		columns->guards[first + i] = (struct guard) {
			.record = *record,
			.index = i,
			.outer = outer,
		};
	columns->nguards = n;
	return first;
}

static void add(struct columns *columns, const struct mview_member *member,
		const char *name, int guard);

static void add_members(struct columns *columns,
			const struct mview_member *record, const char *name,
			int guard)
{
	bool guarded = record->kind == MVIEW_MEMBER_UNION &&
		       has_conditions(record);
	int i, first = guarded ? add_guards(columns, record, guard) : guard;
	struct mview_member member;
	char *path;

	for (i = 0; i < record->nmembers; i++) {
		member = record->members[i];
		member.offset += record->offset;
		path = join(name, member.name);
		add(columns, &member, path, guarded ? first + i : guard);
		free(path);
	}
}

static void add(struct columns *columns, const struct mview_member *member,
		const char *name, int guard)
{
	bool whole = !is_record(member) || member->ndim;

	if (!member->count)
		return;
	if (whole)
		append(columns, member, name, guard);
	if (!member->ndim)
		add_members(columns, member, name, guard);
}

void columns_add(struct columns *columns, const struct mview_member *member,
		 const char *name)
{
	add(columns, member, name, -1);
}

void columns_free(struct columns *columns)
{
	while (columns->n--)
		free(columns->columns[columns->n].name);
	free(columns->columns);
	free(columns->guards);
}

bool columns_is_number(const struct column *column)
{
	const struct mview_member *member = &column->member;

	return !member->ndim && !member->nnames &&
	       member->kind != MVIEW_MEMBER_CHAR && !is_record(member);
}

void columns_choose(struct columns *columns, const void *element)
{
	struct guard *guard = columns->guards;
	const char *bytes = element;
	int i;

	for (i = 0; i < columns->nguards; i++, guard++) {
		if (guard->index)
			guard->chosen = guard[-1].chosen;
		else
			guard->chosen =
				mview_union_choice(&guard->record,
						   bytes + guard->record.offset);
		guard->holds = guard->chosen < 0 ||
			       guard->chosen == guard->index;
		if (guard->outer >= 0 && !columns->guards[guard->outer].holds)
			guard->holds = false;
	}
}

bool columns_holds(const struct columns *columns, int column)
{
	int guard = columns->columns[column].guard;

	return guard < 0 || columns->guards[guard].holds;
}

/* "0xffffffffc0a01000 nvme_irq [nvme]" */
static const char *pointer_text(const struct mview_member *member,
				const void *element)
{
	const char *bytes = element, *symbol = NULL;
	struct mview_value value;
	static char text[700];

	if (!mview_member_get(member, bytes + member->offset, &value))
		symbol = symbols_text(value.u);
	if (!symbol)
		return types_element_text(member, element);
	snprintf(text, sizeof(text), "%s %s",
		 types_element_text(member, element), symbol);
	return text;
}

const char *columns_text(const struct columns *columns, int column,
			 const void *element)
{
	const struct column *one = &columns->columns[column];

	if (!columns_holds(columns, column))
		return "";
	if (columns->symbols && one->member.kind == MVIEW_MEMBER_POINTER &&
	    !one->member.ndim)
		return pointer_text(&one->member, element);
	return types_element_text(&one->member, element);
}
