/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's header, as far as kmod/dev/sized.c needs it. */
#ifndef MVIEW_TESTS_COMPILER_H
#define MVIEW_TESTS_COMPILER_H

#include "core/port.h"

#define __user

#endif /* MVIEW_TESTS_COMPILER_H */
