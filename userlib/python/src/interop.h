/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The names that other array libraries give to types. */
#ifndef MVIEW_PYTHON_INTEROP_H
#define MVIEW_PYTHON_INTEROP_H

#include <mview.h>

/* 'b', 'i', 'u', 'f' or 'c' for a number; 0 for anything else. */
char number_kind(const struct mview_field *field);

#endif /* MVIEW_PYTHON_INTEROP_H */
