// SPDX-License-Identifier: LGPL-2.1-or-later
/* Formats of one native code, which memoryview knows. */
#include "view.h"

#define FIRST_CODE	'?'

/* "@" may stand before a code, and stays in the View's format. */
#define NATIVE(_code, _ctype)						\
	[_code - FIRST_CODE] = {					\
		.text = { '@', _code, '\0' },				\
		.size = sizeof(_ctype),					\
	}

static const struct native {
	char text[3];
	unsigned char size;
} natives[] = {
	NATIVE('c', char),
	NATIVE('b', char),
	NATIVE('B', char),
	NATIVE('?', bool),
	NATIVE('h', short),
	NATIVE('H', short),
	NATIVE('i', int),
	NATIVE('I', int),
	NATIVE('l', long),
	NATIVE('L', long),
	NATIVE('q', long long),
	NATIVE('Q', long long),
	NATIVE('n', size_t),
	NATIVE('N', size_t),
	NATIVE('f', float),
	NATIVE('d', double),
	NATIVE('P', void *),
};

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
