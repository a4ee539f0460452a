/* SPDX-License-Identifier: GPL-2.0 */
/* Who makes traces: a module that may be loaded, or not. */
#ifndef MVIEW_TRACER_H
#define MVIEW_TRACER_H

struct mview_tracer;

int mview_tracer_add(const struct mview_tracer *tracer);
void mview_tracer_remove(const struct mview_tracer *tracer);

/*
 * With a reference to its module, or NULL. Where there is none, has one loaded;
 * may sleep.
 */
const struct mview_tracer *mview_tracer_get(void);
void mview_tracer_put(const struct mview_tracer *tracer);

#endif /* MVIEW_TRACER_H */
