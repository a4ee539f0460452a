// SPDX-License-Identifier: GPL-2.0
/*
 * What a camera's frames cost: "camera DEVICE FEW MANY" takes MANY frames, and
 * prints nanoseconds, nanoseconds of CPU and page faults from the FEWth on.
 */
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include <mview-inspect.h>

struct cost {
	int64_t wall;
	int64_t cpu;
	int64_t faults;
};

static int64_t nanoseconds(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static struct cost now(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (struct cost) {
		.wall = nanoseconds(CLOCK_MONOTONIC),
		.cpu = nanoseconds(CLOCK_PROCESS_CPUTIME_ID),
		.faults = usage.ru_minflt + usage.ru_majflt,
	};
}

static void take(struct mview_camera *camera, int frames)
{
	struct mview_frame *frame;

	while (frames-- > 0) {
		frame = mview_camera_next(camera, -1);
		if (!frame)
			errx(1, "%s", mview_inspect_error());
		mview_frame_close(frame);
	}
}

int main(int argc, char **argv)
{
	struct mview_camera *camera;
	struct cost start, end;

	if (argc != 4)
		errx(2, "usage: camera DEVICE FEW MANY");
	camera = mview_camera_open(argv[1]);
	if (!camera)
		errx(1, "%s", mview_inspect_error());
	take(camera, atoi(argv[2]));
	start = now();
	take(camera, atoi(argv[3]) - atoi(argv[2]));
	end = now();
	mview_camera_close(camera);
	printf("%" PRId64 " %" PRId64 " %" PRId64 "\n", end.wall - start.wall,
	       end.cpu - start.cpu, end.faults - start.faults);
	return 0;
}
