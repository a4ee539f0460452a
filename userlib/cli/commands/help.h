/* SPDX-License-Identifier: GPL-2.0 */
/* What the help of several commands has in common. */
#ifndef MVIEW_CLI_HELP_H
#define MVIEW_CLI_HELP_H

#define CAST_HELP							\
	"  -f, --format FORMAT  see it as elements of this format\n"	\
	"  -T, --as TYPE        as elements of this C type: [MODULE:]TYPE\n" \
	"  -L, --lens NAME      as a lens says; 'mview lens list' lists them\n" \
	"  -N, --no-lens        not as the lens says that is for the buffer\n" \
	"  -b, --btf FILE       types of this vmlinux, .ko or BTF\n"	\
	"  -s, --shape SHAPE    in this shape, as in 10,20; one can be -1\n" \
	"  -u, --undeclared     registers that their driver left out, too\n"

#define SOURCE_HELP CAST_HELP						\
	"  -w, --wait           wait for new data first\n"		\
	"  -F, --follow         show it again whenever there is new data\n" \
	"  -n, --count N        stop after N times\n"

#define EXPR_HELP							\
	"\n"								\
	"NAME is a buffer's name, @ID, dma:DEVICE/FUNCTION#N, dmabuf:INODE,\n" \
	"dmabuf:PID/FD, fd:PID/FD[@OFFSET+LENGTH], v4l2:/dev/video0, drm:card0 or\n" \
	"file:PATH, file:PATH#NAME[@SEQ].\n"							 \
	"Slices are NumPy's:\n"						\
	"  'adc0[3]'  'adc0[10:20, ::2]'  'adc0[..., -1]'\n"		\
	"Slices and formats are taken in the order in which they stand:\n" \
	"  'ring[3]' -f '<I'         element 3, seen as numbers\n"	\
	"  -f '<I' 'ring[3]'         of the whole seen as numbers, number 3\n" \
	"  'ring[3]' -f '<I' '[-1]'  of element 3, the last number\n"

#define USAGE(command)							\
	"Usage: mview " command " [OPTION]... NAME[SLICE] [SLICE]...\n\n"

#endif /* MVIEW_CLI_HELP_H */
