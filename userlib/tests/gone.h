/* SPDX-License-Identifier: GPL-2.0 */
/* What tests of pages that are gone need, and QEMU's emulation of programs lacks. */
#ifndef MVIEW_TESTS_GONE_H
#define MVIEW_TESTS_GONE_H

#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

/* Without this call libmview has only plain accesses, which are fatal there. */
#define skip_without_process_vm()					\
	do {								\
		const struct iovec none = { 0 };			\
									\
		if (process_vm_readv(getpid(), &none, 1, &none, 1, 0) < 0)	\
			skip_as("there is no process_vm_readv()");	\
	} while (0)

/* Without its address, nobody knows whose page a fault is in. */
#define skip_without_fault_addresses()					\
	do {								\
		if (!gone_has_address())				\
			skip_as("the signal of a fault has a wrong address");	\
	} while (0)

static sigjmp_buf gone_back;
static void *volatile gone_address;

static inline void gone_on_signal(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)context;
	gone_address = info->si_addr;
	siglongjmp(gone_back, 1);
}

/* Does the signal of a fault in a page that is gone have its address? */
static inline bool gone_has_address(void)
{
	const struct sigaction action = { .sa_sigaction = gone_on_signal,
					  .sa_flags = SA_SIGINFO };
	int fd = memfd_create("gone", MFD_CLOEXEC);
	volatile char *map = mmap(NULL, 1, PROT_READ, MAP_SHARED, fd, 0);
	struct sigaction former;
	bool is_there;

	gone_address = NULL;
	sigaction(SIGBUS, &action, &former);
	if (!sigsetjmp(gone_back, 1))
		(void)*map;
	sigaction(SIGBUS, &former, NULL);
	is_there = gone_address == map;
	munmap((void *)map, 1);
	close(fd);
	return is_there;
}

#endif /* MVIEW_TESTS_GONE_H */
