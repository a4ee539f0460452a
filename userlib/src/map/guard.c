// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Guards: SIGBUS in a mapping whose buffer was revoked, or whose file became
 * shorter, becomes ENODEV.
 *
 * The handler does not jump out of the function that was interrupted, which
 * may hold locks and memory. It lays zeros over the mapping, which makes the
 * access succeed, and leaves a note in the memory that it is lost. It uses
 * nothing but a thread-local list, which the thread itself built, and mmap().
 */
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fail.h"
#include "view/mem.h"
#include "view/view.h"

_Static_assert(sizeof(struct guard) <= sizeof(struct mview_guard),
	       "the caller's room is too small");

/* A handler that replaced ours may call ours, which calls it in turn. */
static _Thread_local bool is_handing_on
	__attribute__((tls_model("initial-exec")));

/**
 * lock - guards the changes of
 * @is_installed: the handler was installed before
 * @first: the handler before ours when ours was first installed
 * @former: the handler before ours when ours was last installed
 */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool is_installed;
static struct sigaction first, former;

static bool lose(struct mem *mem, const char *address)
{
	char *map = mem ? atomic_load(&mem->map) : NULL;

	if (!map || address < map || address >= map + mem->map_nbytes)
		return false;
	/* From here on, mem_base() gives no address of it. */
	atomic_store(&mem->is_lost, true);
	atomic_store(&mem->base, NULL);
	return mmap(map, mem->map_nbytes, PROT_READ | PROT_WRITE,
		    MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
		    -1, 0) == map;
}

static bool survive(const siginfo_t *info)
{
	struct guard *guard;

	/*
	 * A handler on top of this one (as Python's faulthandler) may have
	 * raised the signal anew to hand it on; the access will be repeated.
	 */
	if (info->si_code == SI_TKILL)
		return guard_innermost && info->si_pid == getpid();
	if (info->si_code != BUS_ADRERR)
		return false;
	for (guard = guard_innermost; guard; guard = guard->outer)
		if (lose(guard->mem, info->si_addr))
			return true;
	return false;
}

/* Pass the signal on as if this handler did not exist. */
static void hand_on(const struct sigaction *to, int signal, siginfo_t *info,
		    void *context)
{
	struct sigaction fatal = { .sa_handler = SIG_DFL };

	if (to->sa_flags & SA_SIGINFO) {
		to->sa_sigaction(signal, info, context);
	} else if (to->sa_handler != SIG_DFL && to->sa_handler != SIG_IGN) {
		to->sa_handler(signal);
	} else if (to->sa_handler == SIG_DFL || info->si_code > 0) {
		/* It is pending when this returns, or comes again. */
		sigaction(signal, &fatal, NULL);
		if (info->si_code <= 0)
			raise(signal);
	}
}

static void on_signal(int signal, siginfo_t *info, void *context)
{
	int saved = errno;

	if (!survive(info)) {
		bool again = is_handing_on;

		is_handing_on = true;
		hand_on(again ? &first : &former, signal, info, context);
		is_handing_on = again;
	}
	errno = saved;
}

static bool is_ours(const struct sigaction *action)
{
	return action->sa_flags & SA_SIGINFO &&
	       action->sa_sigaction == on_signal;
}

static void install(void)
{
	struct sigaction now, action = {
		.sa_sigaction = on_signal,
		.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART,
	};

	if (!sigaction(SIGBUS, NULL, &now) && is_ours(&now))
		return;
	sigemptyset(&action.sa_mask);
	pthread_mutex_lock(&lock);
	if (!sigaction(SIGBUS, NULL, &now) && !is_ours(&now)) {
		former = now;
		if (!is_installed)
			first = now;
		is_installed = true;
		sigaction(SIGBUS, &action, NULL);
	}
	pthread_mutex_unlock(&lock);
}

/* The kernel must not call a handler in a library that was unloaded. */
__attribute__((destructor)) static void uninstall(void)
{
	struct sigaction now;

	if (is_installed && !sigaction(SIGBUS, NULL, &now) && is_ours(&now))
		sigaction(SIGBUS, &former, NULL);
}

void mview_guard_begin(struct mview_guard *guard, struct mview *view)
{
	struct guard *new = (struct guard *)guard;

	new->mem = !view_is_released(view) &&
		   (view->mem->fd >= 0 || view->mem->is_file) ? view->mem : NULL;
	if (new->mem && !guard_innermost)
		install();
	new->outer = guard_innermost;
	guard_innermost = new;
	/* Keep the compiler from moving later accesses before this. */
	atomic_signal_fence(memory_order_seq_cst);
}

int mview_guard_end(struct mview_guard *guard)
{
	struct guard *old = (struct guard *)guard;

	atomic_signal_fence(memory_order_seq_cst);
	guard_innermost = old->outer;
	return old->mem && atomic_load(&old->mem->is_lost) ? fail(-ENODEV) : 0;
}
