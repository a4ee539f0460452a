// SPDX-License-Identifier: LGPL-2.1-or-later
/* Whether library and kernel module speak of the same ABI. */
#include "base/fail.h"
#include "calls/kernel.h"
#include "mview.h"

int mview_abi(int *module)
{
	int abi = kernel_abi();

	*module = abi < 0 ? 0 : abi;
	if (abi < 0)
		errno = -abi;
	return MVIEW_ABI_VERSION;
}
