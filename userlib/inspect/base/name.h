/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Backslashes in names: the character behind one is part of the name. */
#ifndef MVIEW_INSPECT_BASE_NAME_H
#define MVIEW_INSPECT_BASE_NAME_H

/* The first @mark that no backslash stands in front of, or the end. */
const char *name_find(const char *text, char mark);

/* Take the backslashes out of @text, which is returned. */
char *name_bare(char *text);

#endif /* MVIEW_INSPECT_BASE_NAME_H */
