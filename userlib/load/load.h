/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Libraries that few programs or commands need, opened when one does. Linked,
 * each of them costs every start of every command.
 *
 * Functions and variables of a library are listed once. They are reached by a
 * struct of pointers that have their names and types:
 *
 *	#define FUNCTIONS(f, s) f(name1) s f(name2) s
 *	static struct { FUNCTIONS(LOAD_POINTER, ;) } library;
 *	why = LOAD(library, "liblibrary.so.1", FUNCTIONS);
 *	if (!why)
 *		library.name1();
 */
#ifndef MVIEW_LOAD_H
#define MVIEW_LOAD_H

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

#define LOAD_POINTER(name)	typeof(name) *name
#define LOAD_NAME(name)		#name
#define LOAD_COMMA		,

/**
 * load_library - fill a struct of pointers, once
 * @soname: the library's file, which stays open
 * @names: of what is wanted of it
 * @n: how many
 * @pointers: the struct
 *
 * Threads may do so at the same time.
 *
 * Return: NULL, or why it can't be had: a text that names the library, and that
 * is valid up to the thread's next call of a function of dlfcn.h.
 */
static inline const char *load_library(const char *soname,
				       const char *const *names, size_t n,
				       void *pointers)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	const char *why = NULL;
	void *handle, *at;

	pthread_mutex_lock(&lock);
	memcpy(&at, pointers, sizeof(at));
	handle = at ? NULL : dlopen(soname, RTLD_NOW | RTLD_LOCAL);
	/* From the last one on: the first tells that all are there. */
	while (handle && n--) {
		at = dlsym(handle, names[n]);
		if (!at)
			break;
		memcpy((char *)pointers + n * sizeof(at), &at, sizeof(at));
	}
	if (!at)
		why = dlerror();
	pthread_mutex_unlock(&lock);
	return why;
}

/* What load_library() returns; @library has all pointers of @FUNCTIONS. */
#define LOAD(library, soname, FUNCTIONS)				\
	load_library(soname,						\
		     (const char *const[]){				\
			     FUNCTIONS(LOAD_NAME, LOAD_COMMA)		\
		     },							\
		     sizeof(library) / sizeof(void *), &(library))

#endif /* MVIEW_LOAD_H */
