// SPDX-License-Identifier: GPL-2.0
/* The tests of userland, in the kernel. */
#include "tests/core/name_test.c"
