// SPDX-License-Identifier: GPL-2.0
/* The user, capabilities and limits of a test. */
#include <grp.h>
#include <linux/capability.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "user.h"

int become_user(uid_t user)
{
	return setgroups(0, NULL) || setresgid(user, user, user) ||
	       setresuid(user, user, user) ? -1 : 0;
}

int capability_set(int capability, bool on)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
	__u32 *effective = &data[CAP_TO_INDEX(capability)].effective;

	if (syscall(SYS_capget, &header, data))
		return -1;
	if (on)
		*effective |= CAP_TO_MASK(capability);
	else
		*effective &= ~CAP_TO_MASK(capability);
	return syscall(SYS_capset, &header, data);
}

int memlock_set(size_t bytes)
{
	const struct rlimit limit = { bytes, RLIM_INFINITY };

	return setrlimit(RLIMIT_MEMLOCK, &limit);
}
