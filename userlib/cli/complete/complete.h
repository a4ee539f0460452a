/* SPDX-License-Identifier: GPL-2.0 */
/* Completion: what may stand where a word is being typed. */
#ifndef MVIEW_CLI_COMPLETE_H
#define MVIEW_CLI_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>

struct command;

/**
 * struct typed - the word that is being typed
 * @word: as far as it has come
 * @kept: so many bytes of it stay, as "--lens=" or the fields before a comma
 */
struct typed {
	const char *word;
	size_t kept;
};

/* The part of the word that candidates replace, behind what stays. */
const char *typed_end(const struct typed *typed);

/**
 * complete_offer - print a candidate, on a line
 * @typed: what it is for
 * @text: printed behind what stays, if what is typed is its beginning
 * @help: printed behind a tab, as one line; or NULL
 */
void complete_offer(const struct typed *typed, const char *text,
		    const char *help);

/* scripts.c: the scripts for shells. */
extern const char complete_bash[], complete_zsh[], complete_fish[];

/* scripts.c: print the script for a shell; false if there is none for it. */
bool complete_script(const char *shell);

/* Have the shell complete the name of a file, which it knows best. */
void complete_file(void);

/* words.c: columns of mview top, pixel formats, and what a speed may be. */
void complete_column(const struct typed *typed);
void complete_pixels(const struct typed *typed);
void complete_speed(const struct typed *typed);

/* sources.c: names of sources, up to the first bracket. */
void complete_source(const struct typed *typed);

/* sources.c: channels of a recording, as mview replay takes them. */
void complete_channel(const struct typed *typed, const char *path);

/* sources.c: devices that have a driver. */
void complete_device(const struct typed *typed);

/* types.c: [MODULE:]TYPE; types of a module, or of the kernel; modules; lenses. */
void complete_type(const struct typed *typed);
void complete_type_of(const struct typed *typed, const char *module);
void complete_module(const struct typed *typed);
void complete_lens(const struct typed *typed);

/**
 * complete_field - fields of the elements of a source
 * @typed: the word
 * @command: whose options @words may have
 * @n: number of words
 * @words: of the command line before it, with the source
 * @end: behind each
 */
void complete_field(const struct typed *typed, const struct command *command,
		    int n, char **words, const char *end);

#endif /* MVIEW_CLI_COMPLETE_H */
