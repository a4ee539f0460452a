// SPDX-License-Identifier: LGPL-2.1-or-later
/* Formats of one native code, which memoryview knows. */
#include "view.h"

#define FIRST_CODE	'?'
#define LAST_CODE	'q'

/* "@" may stand before a code, and stays in the View's format. */
static struct native {
	char text[3];
	unsigned char size;
} natives[LAST_CODE - FIRST_CODE + 1];

void native_init(void)
{
	const char *code;

	for (code = "?cbBhHiIlLqQnNfdP"; *code; code++) {
		struct native *native = &natives[*code - FIRST_CODE];

		native->text[0] = '@';
		native->text[1] = *code;
		native->size = mview_format_size(native->text + 1, NULL);
	}
}

const char *native_format(const char *format, char *code, Py_ssize_t *size)
{
	const char *letter = format + (*format == '@');
	size_t place = (unsigned char)*letter - FIRST_CODE;

	*code = 0;
	if (place >= Py_ARRAY_LENGTH(natives) || !natives[place].size ||
	    letter[1])
		return NULL;
	*code = *letter;
	*size = natives[place].size;
	return natives[place].text + (letter == format);
}

char native_code(const char *format)
{
	Py_ssize_t size;
	char code;

	native_format(format, &code, &size);
	return code;
}

const char *format_keep(const char *format)
{
	static PyObject *kept;
	PyObject *text, *first;
	Py_ssize_t size;
	char code;
	const char *native = native_format(format, &code, &size);

	if (native)
		return native;
	if (!kept)
		kept = PyDict_New();
	text = PyBytes_FromString(format);
	first = kept && text ? PyDict_SetDefault(kept, text, text) : NULL;
	Py_XDECREF(text);
	return first ? PyBytes_AS_STRING(first) : NULL;
}

PyObject *fail_format(const char *format)
{
	if (strlen(format + (*format == '@')) == 1)
		return PyErr_Format(PyExc_NotImplementedError,
				    "memoryview: format %s not supported",
				    format);
	return PyErr_Format(PyExc_NotImplementedError,
			    "memoryview: unsupported format %s", format);
}
