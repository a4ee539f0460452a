/* SPDX-License-Identifier: GPL-2.0 */
/* Between the parts of the terminal's screen. */
#ifndef MVIEW_CLI_TERMINAL_STYLES_H
#define MVIEW_CLI_TERMINAL_STYLES_H

/* ncurses has the terminal: find out what its styles can look like. */
void terminal_begin_styles(void);

#endif /* MVIEW_CLI_TERMINAL_STYLES_H */
