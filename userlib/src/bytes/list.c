// SPDX-License-Identifier: LGPL-2.1-or-later
/* Views as nested lists of values, told one thing after the other. */
#include "base/fail.h"
#include "bytes/elements.h"
#include "format/type.h"
#include "value/element.h"
#include "view/view.h"

/**
 * struct telling - the visitor that is called
 * @visitor: its functions
 * @arg: its argument
 */
struct telling {
	const struct mview_visitor *visitor;
	void *arg;
};

static int tell_enter(const struct telling *telling,
		      const struct mview_field *record, int64_t len)
{
	if (!telling->visitor->enter)
		return 0;
	return telling->visitor->enter(telling->arg, record, len);
}

static int tell_leave(const struct telling *telling,
		      const struct mview_field *record)
{
	if (!telling->visitor->leave)
		return 0;
	return telling->visitor->leave(telling->arg, record);
}

static int tell_value(const struct telling *telling,
		      const struct mview_field *field, const void *item)
{
	struct mview_value value;

	if (!telling->visitor->value || element_unpack(field, item, &value))
		return 0;
	return telling->visitor->value(telling->arg, field, &value);
}

static int tell_field(const struct telling *telling,
		      const struct mview_field *field, const char *item,
		      int axis);

static int tell_record(const struct telling *telling,
		       const struct mview_field *record, const char *item)
{
	const struct mview_field *field = record->fields;
	int i, stop;

	stop = tell_enter(telling, record, record->nfields);
	for (i = 0; !stop && i < record->nfields; i++, field++)
		stop = tell_field(telling, field, item + field->offset, 0);
	return stop ? stop : tell_leave(telling, record);
}

/* The axes of a sub-array from @axis on. */
static int tell_field(const struct telling *telling,
		      const struct mview_field *field, const char *item,
		      int axis)
{
	int64_t i, n, stride;
	int stop;

	if (axis == field->ndim)
		return field->code == 'T' ? tell_record(telling, field, item) :
					    tell_value(telling, field, item);
	n = field_parts(field, axis, &stride);
	stop = tell_enter(telling, NULL, n);
	for (i = 0; !stop && i < n; i++)
		stop = tell_field(telling, field, item + i * stride, axis + 1);
	return stop ? stop : tell_leave(telling, NULL);
}

/* The axes of a view from @axis on. */
static int tell_axis(const struct telling *telling, struct mview *view,
		     const struct elements *elements, int64_t offset,
		     uint32_t axis)
{
	const struct mview_field *field = view->type->element;
	const struct mv_layout *layout = &elements->layout;
	int64_t i;
	int stop;

	if (axis == layout->ndim)
		return tell_field(telling, field,
				  elements->base + offset + field->offset, 0);
	stop = tell_enter(telling, NULL, layout->shape[axis]);
	/* Of an empty axis, or an axis that leads to one, nothing is read. */
	for (i = 0; !stop && i < layout->shape[axis]; i++) {
		stop = tell_axis(telling, view, elements, offset, axis + 1);
		if (elements->base)
			offset += layout->strides[axis];
	}
	return stop ? stop : tell_leave(telling, NULL);
}

int mview_tolist(struct mview *view, const struct mview_visitor *visitor,
		 void *arg)
{
	const struct telling telling = { .visitor = visitor, .arg = arg };
	struct elements elements;
	int err;

	err = view_enter(view);
	if (err)
		return fail(err);
	err = elements_begin(&elements, view, MVIEW_READ);
	if (!err) {
		err = tell_axis(&telling, view, &elements,
				elements.layout.offset, 0);
		elements_end(&elements);
	} else {
		err = fail(err);
	}
	view_leave(view);
	return err;
}
