/* SPDX-License-Identifier: GPL-2.0 */
/* What the shared tests have of <stdio.h>: snprintf(). */
#include <linux/sprintf.h>
