/* SPDX-License-Identifier: GPL-2.0 */
/* What the help of several commands has in common. */
#ifndef MVIEW_CLI_HELP_H
#define MVIEW_CLI_HELP_H

#define EXPR_HELP							\
	"NAME is a buffer's name, @ID, dma:DEVICE/FUNCTION#N, dmabuf:INODE,\n" \
	"dmabuf:PID/FD, fd:PID/FD[@OFFSET+LENGTH], v4l2:/dev/video0, drm:card0 or\n" \
	"file:PATH, file:PATH#NAME, file:PATH#NAME@SEQ, file:PATH#NAME@FROM:TO.\n" \
	"Slices are NumPy's:\n"						\
	"  'adc0[3]'  'adc0[10:20, ::2]'  'adc0[..., -1]'\n"		\
	"Slices and formats are taken in the order in which they stand:\n" \
	"  'ring[3]' -f '<I'         element 3, seen as numbers\n"	\
	"  -f '<I' 'ring[3]'         of the whole seen as numbers, number 3\n" \
	"  'ring[3]' -f '<I' '[-1]'  of element 3, the last number\n"

#define SOURCE_USAGE	"[OPTION]... NAME[SLICE] [SLICE]..."

#endif /* MVIEW_CLI_HELP_H */
