/* SPDX-License-Identifier: GPL-2.0 */
/* What the shared tests have of <string.h>. */
#include <linux/string.h>
