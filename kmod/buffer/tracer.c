// SPDX-License-Identifier: GPL-2.0
/* Who makes traces: a module that may be loaded, or not. */
#include "buffer/tracer.h"

#include <linux/errno.h>
#include <linux/kmod.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/mview.h>

/* Guards the tracer. Nothing is taken inside. */
static DEFINE_MUTEX(mview_tracer_lock);
static const struct mview_tracer *mview_tracer;

int mview_tracer_add(const struct mview_tracer *tracer)
{
	int err = 0;

	mutex_lock(&mview_tracer_lock);
	if (mview_tracer)
		err = -EBUSY;
	else
		mview_tracer = tracer;
	mutex_unlock(&mview_tracer_lock);
	return err;
}

void mview_tracer_remove(const struct mview_tracer *tracer)
{
	mutex_lock(&mview_tracer_lock);
	if (mview_tracer == tracer)
		mview_tracer = NULL;
	mutex_unlock(&mview_tracer_lock);
}

static const struct mview_tracer *mview_tracer_try_get(void)
{
	const struct mview_tracer *tracer;

	mutex_lock(&mview_tracer_lock);
	tracer = mview_tracer;
	if (tracer && !try_module_get(tracer->owner))
		tracer = NULL;
	mutex_unlock(&mview_tracer_lock);
	return tracer;
}

const struct mview_tracer *mview_tracer_get(void)
{
	const struct mview_tracer *tracer = mview_tracer_try_get();

	if (tracer)
		return tracer;
	request_module(MVIEW_TRACER_ALIAS);
	return mview_tracer_try_get();
}

void mview_tracer_put(const struct mview_tracer *tracer)
{
	module_put(tracer->owner);
}
