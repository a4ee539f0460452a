/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The names that other array libraries give to types. */
#ifndef MVIEW_PYTHON_INTEROP_H
#define MVIEW_PYTHON_INTEROP_H

#include "view.h"

/* 'b', 'i', 'u', 'f' or 'c' if each element is just a number; 0 for all else. */
char number_kind(const struct view *view, const struct mview_field *element);

#endif /* MVIEW_PYTHON_INTEROP_H */
