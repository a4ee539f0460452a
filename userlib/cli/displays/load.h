/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Libraries that few commands need, loaded when one does: linked with the tool,
 * each of its commands would pay for them.
 */
#ifndef MVIEW_CLI_LOAD_H
#define MVIEW_CLI_LOAD_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct load_function - a function of a library
 * @name: its name
 * @at: offset of the pointer to it
 */
struct load_function {
	const char *name;
	size_t at;
};

/*
 * A library's functions are listed once, and lie in a struct of pointers that
 * have their names and types:
 *
 *	#define FUNCTIONS(f, s) f(name1) s f(name2) s
 *	struct library { FUNCTIONS(LOAD_POINTER, ;) };
 *	#define FUNCTION(name) LOAD_ENTRY(struct library, name)
 *	struct load_function functions[] = { FUNCTIONS(FUNCTION, LOAD_COMMA) };
 */
#define LOAD_POINTER(name)	typeof(name) *name
#define LOAD_ENTRY(type, name)	{ #name, offsetof(type, name) }
#define LOAD_COMMA		,

/**
 * load_library - fill a struct of pointers, once
 * @soname: the library's file
 * @functions: which ones
 * @n: how many
 * @library: the struct; it is filled if the first function is not NULL
 *
 * Return: false if the library, or one of the functions, can't be had.
 */
bool load_library(const char *soname, const struct load_function *functions,
		  size_t n, void *library);

#endif /* MVIEW_CLI_LOAD_H */
