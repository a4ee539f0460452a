// SPDX-License-Identifier: GPL-2.0
/* Accesses to memory that may not be there. */
#include <setjmp.h>
#include <signal.h>
#include <string.h>

#include "fuzz.h"

static __thread sigjmp_buf *volatile landing;

static void handle(int signal)
{
	if (landing)
		siglongjmp(*landing, 1);
	fuzz_bug("signal %d outside of a mapping's touch", signal);
}

void fuzz_touch_start(void)
{
	struct sigaction action = {
		.sa_handler = handle, .sa_flags = SA_NODEFER,
	};

	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
}

bool fuzz_touch_load(const volatile char *at, unsigned char *byte)
{
	sigjmp_buf here;
	bool done = !sigsetjmp(here, 0);

	if (done) {
		landing = &here;
		*byte = *at;
	}
	landing = NULL;
	return done;
}

bool fuzz_touch_store(volatile char *at, unsigned char byte)
{
	sigjmp_buf here;
	bool done = !sigsetjmp(here, 0);

	if (done) {
		landing = &here;
		*at = byte;
	}
	landing = NULL;
	return done;
}
