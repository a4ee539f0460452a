// SPDX-License-Identifier: GPL-2.0
/* Functions in stacks. */
#include "test.h"

#include "sources/dma.h"

static const char stack[] = "nvme_alloc_queue.isra.0+0x5a/0x120 [nvme]\n"
			    "nvme_reset_work+0x1/0x2 [nvme]\n"
			    "process_one_work+0x3/0x4";

static bool has(const char *symbol)
{
	return dma_has_symbol(stack, symbol, strlen(symbol));
}

TEST(any_function_is_found)
{
	assert_true(has("nvme_alloc_queue"));
	assert_true(has("nvme_alloc_queue.isra.0"));
	assert_true(has("nvme_reset_work"));
	assert_true(has("process_one_work"));
}

TEST(parts_of_functions_are_not)
{
	assert_false(has("nvme_alloc"));
	assert_false(has("nvme_alloc_queue.isra"));
	assert_false(has("alloc_queue"));
	assert_false(has("nvme"));
	assert_false(has("process_one_work+0x3/0x4"));
	assert_false(has(""));
	assert_false(dma_has_symbol("", "a", 1));
}

TEST(the_first_one_is_cut_out)
{
	assert_int_equal(dma_symbol_len(stack), strlen("nvme_alloc_queue"));
	assert_int_equal(dma_symbol_len(""), 0);
	assert_int_equal(dma_symbol_len("a"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_function_is_found),
		cmocka_unit_test(parts_of_functions_are_not),
		cmocka_unit_test(the_first_one_is_cut_out),
	};

	return cmocka_run_group_tests_name("symbol", tests, NULL, NULL);
}
