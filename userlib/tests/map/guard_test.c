// SPDX-License-Identifier: GPL-2.0
/* Guards, on a file that is cut off under its mapping: that raises SIGBUS, too. */
#include "test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mview.h>

#include "gone.h"
#include "view/mem.h"
#include "view/view.h"

#define SIZE	8192

/* A view that libmview takes for one of a kernel buffer, of bytes 7. */
static int setup(void **state)
{
	int fd = memfd_create("guard", MFD_CLOEXEC);
	struct mview *view;
	char *map;

	if (fd < 0 || ftruncate(fd, SIZE))
		return -1;
	map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		return -1;
	memset(map, 7, SIZE);
	view = mview_from_memory(map, SIZE, MVIEW_WRITE);
	if (!view)
		return -1;
	view->mem->fd = fd;
	view->mem->map = map;
	view->mem->map_nbytes = SIZE;
	*state = view;
	return 0;
}

static int teardown(void **state)
{
	struct mview *view = *state;

	/* Release it without the kernel module. */
	close(view->mem->fd);
	munmap(view->mem->map, SIZE);
	view->mem->fd = -1;
	mview_close(view);
	return 0;
}

static void cut_off(struct mview *view)
{
	assert_int_equal(ftruncate(view->mem->fd, 0), 0);
}

TEST(nothing_happens_without_a_fault)
{
	struct mview_guard guard;
	char bytes[SIZE];

	mview_guard_begin(&guard, *state);
	assert_int_equal(mview_tobytes(*state, bytes, SIZE, 'C'), SIZE);
	assert_int_equal(mview_guard_end(&guard), 0);
	assert_int_equal(bytes[SIZE - 1], 7);
}

TEST(a_function_survives)
{
	struct mview_guard guard;
	char bytes[SIZE];

	skip_without_fault_addresses();
	mview_guard_begin(&guard, *state);
	cut_off(*state);
	assert_int_equal(mview_tobytes(*state, bytes, SIZE, 'C'), SIZE);
	assert_fails(ENODEV, mview_guard_end(&guard));
	assert_int_equal(bytes[0], 0);
}

TEST(a_pointer_survives)
{
	struct mview_guard guard;
	char *bytes = mview_map(*state);

	skip_without_fault_addresses();
	cut_off(*state);
	mview_guard_begin(&guard, *state);
	bytes[5] = 1;
	assert_int_equal(bytes[4], 0);
	assert_fails(ENODEV, mview_guard_end(&guard));
	mview_unmap(*state);
}

TEST(all_fails_from_then_on)
{
	struct mview_guard guard;
	char bytes[SIZE];

	skip_without_fault_addresses();
	cut_off(*state);
	mview_guard_begin(&guard, *state);
	mview_tobytes(*state, bytes, SIZE, 'C');
	mview_guard_end(&guard);
	assert_fails(ENODEV, mview_tobytes(*state, bytes, SIZE, 'C'));
	assert_null_errno(ENODEV, mview_map(*state));
	mview_guard_begin(&guard, *state);
	assert_fails(ENODEV, mview_guard_end(&guard));
}

TEST(brackets_nest)
{
	struct mview *other = mview_from_memory("x", 1, MVIEW_READ);
	struct mview_guard outer, inner;
	char bytes[SIZE];

	skip_without_fault_addresses();
	mview_guard_begin(&outer, *state);
	mview_guard_begin(&inner, other);
	cut_off(*state);
	mview_tobytes(*state, bytes, SIZE, 'C');
	assert_int_equal(mview_guard_end(&inner), 0);
	assert_fails(ENODEV, mview_guard_end(&outer));
	mview_close(other);
}

/* The signal that ends a child which does that to the view. */
static int signal_of(void (*act)(struct mview *view), struct mview *view)
{
	pid_t child = fork();
	int status;

	if (!child) {
		signal(SIGBUS, SIG_DFL);
		act(view);
		_exit(0);
	}
	waitpid(child, &status, 0);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void touch_outside(struct mview *view)
{
	struct mview_guard guard;
	volatile char *bytes = mview_map(view);

	mview_guard_begin(&guard, view);
	mview_guard_end(&guard);
	cut_off(view);
	bytes[0]++;
}

static void touch_another(struct mview *view)
{
	struct mview_guard guard;
	int fd = memfd_create("other", 0);
	volatile char *bytes = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);

	mview_guard_begin(&guard, view);
	if (bytes[0])
		_exit(1);
}

static void be_sent_one(struct mview *view)
{
	struct mview_guard guard;

	mview_guard_begin(&guard, view);
	mview_guard_end(&guard);
	kill(getpid(), SIGBUS);
}

TEST(other_accesses_are_fatal_as_ever)
{
	assert_int_equal(signal_of(touch_outside, *state), SIGBUS);
}

TEST(other_mappings_are_fatal_as_ever)
{
	assert_int_equal(signal_of(touch_another, *state), SIGBUS);
}

TEST(signals_that_are_sent_are_fatal_as_ever)
{
	assert_int_equal(signal_of(be_sent_one, *state), SIGBUS);
}

static void on_sigbus(int number)
{
	(void)number;
	_exit(3);
}

TEST(a_former_handler_gets_what_is_not_ours)
{
	pid_t child = fork();
	int status;

	if (!child) {
		signal(SIGBUS, on_sigbus);
		touch_outside(*state);
		_exit(0);
	}
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 3);
}

TEST(a_released_view_is_not_guarded)
{
	struct mview *view = mview_from_memory("x", 1, MVIEW_READ);
	struct mview_guard guard;

	(void)state;
	mview_release(view);
	mview_guard_begin(&guard, view);
	assert_int_equal(mview_guard_end(&guard), 0);
	mview_close(view);
}

#define GUARD(name)	cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	/* First those whose children must find no handler that the parent has. */
	const struct CMUnitTest tests[] = {
		GUARD(other_accesses_are_fatal_as_ever),
		GUARD(other_mappings_are_fatal_as_ever),
		GUARD(signals_that_are_sent_are_fatal_as_ever),
		GUARD(a_former_handler_gets_what_is_not_ours),
		GUARD(nothing_happens_without_a_fault),
		GUARD(a_function_survives),
		GUARD(a_pointer_survives),
		GUARD(all_fails_from_then_on),
		GUARD(brackets_nest),
		GUARD(a_released_view_is_not_guarded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
