// SPDX-License-Identifier: GPL-2.0
/* peak - the largest sample of each new block of adc0, for ever */
#include <stdio.h>
#include <mview.h>

int main(void)
{
	struct mview *adc = mview_open("adc0", MVIEW_READ);
	const int16_t *samples = adc ? mview_map(adc) : NULL;

	while (samples && mview_wait(adc, -1, NULL) > 0) {
		int16_t peak = 0;

		for (int64_t i = 0; i < mview_len(adc); i++)
			peak = samples[i] > peak ? samples[i] : peak;
		printf("%d\n", peak);
	}
	perror("adc0");
	return 1;
}
