// SPDX-License-Identifier: LGPL-2.1-or-later
/* Numbers in names. */
#include "base/number.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

bool number_read(const char **text, uint64_t max, uint64_t *number)
{
	const char *digits = *text;
	unsigned long long n;
	int base = 10;
	char *end;

	if (digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X')) {
		digits += 2;
		base = 16;
	}
	/* strtoull() would take spaces, signs and another 0x. */
	if (base == 10 ? !isdigit((unsigned char)digits[0]) :
			 !isxdigit((unsigned char)digits[0]) ||
			 toupper((unsigned char)digits[1]) == 'X')
		return false;
	errno = 0;
	n = strtoull(digits, &end, base);
	if (errno || n > max)
		return false;
	*text = end;
	*number = n;
	return true;
}
