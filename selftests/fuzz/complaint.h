/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel says of a fault of its own that it survives. */
#ifndef MVIEW_FUZZ_COMPLAINT_H
#define MVIEW_FUZZ_COMPLAINT_H

/* Forget what it has said so far. */
void complaint_start(void);

/* End the process if it has said anything of the kind since. */
void complaint_check(void);

#endif /* MVIEW_FUZZ_COMPLAINT_H */
