/* SPDX-License-Identifier: GPL-2.0 */
/* Expectations of errors in words. */
#ifndef MVIEW_INSPECT_TESTS_WORDS_H
#define MVIEW_INSPECT_TESTS_WORDS_H

#include "test.h"

#include <mview-inspect.h>

#define assert_words_are(part)						\
	do {								\
		if (!strstr(mview_inspect_error(), part))		\
			fail_msg("\"%s\" is not in \"%s\"", part,	\
				 mview_inspect_error());		\
	} while (0)

/* A call that must give NULL, an errno and words with @part in them. */
#define assert_words(err, part, call)					\
	do {								\
		assert_null_errno(err, call);				\
		assert_words_are(part);					\
	} while (0)

#endif /* MVIEW_INSPECT_TESTS_WORDS_H */
