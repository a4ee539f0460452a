/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * The version of modules, libraries, tool and packages, which have it from here.
 * Scripts search for this line.
 */
#ifndef MVIEW_VERSION_H
#define MVIEW_VERSION_H

#define MVIEW_VERSION	"0.1.0"

#endif /* MVIEW_VERSION_H */
