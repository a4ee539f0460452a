/* SPDX-License-Identifier: GPL-2.0 */
/* What mview replay does with the messages of a channel. */
#ifndef MVIEW_CLI_REPLAY_H
#define MVIEW_CLI_REPLAY_H

#include "displays/output.h"

struct source;

/*
 * Each: an exit status. @source is a channel of a recording, to be followed. The
 * first ones are those of the commands of these names, without an option.
 */
int show_source(struct source *source, enum output output);
int hex_source(struct source *source);
int image_source(struct source *source);
int plot_source(struct source *source);
int replay_npy(struct source *source, const char *file);
int replay_png(struct source *source, const char *prefix);
int replay_into(struct source *source, const char *buffer);

#endif /* MVIEW_CLI_REPLAY_H */
