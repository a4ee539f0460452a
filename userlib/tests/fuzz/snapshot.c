// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzz target: the input is a .npy file, or what stands beside the bytes of a
 * snapshot. What it describes becomes a view, if it lies in the input.
 */
#include <stdlib.h>
#include <string.h>

#include <mview-inspect.h>

#include "record/elements.h"
#include "record/npy.h"
#include "tests/fuzz/fuzz.h"

/* Read all of it; a description of it must describe the same. */
static void try_view(struct mview *view, struct elements *elements)
{
	size_t size = mview_nbytes(view), len;
	struct elements again;
	char *bytes = malloc(size + !size), *text;
	FILE *out = open_memstream(&text, &len);

	if (mview_tobytes(view, bytes, size, 'C') != (ssize_t)size)
		__builtin_trap();
	elements_describe(out, view, NULL, NULL);
	fclose(out);
	if (elements_parse("input", text, len, &again) ||
	    strcmp(again.format, elements->format) ||
	    again.nbytes != elements->nbytes)
		__builtin_trap();
	elements_free(&again);
	free(text);
	out = open_memstream(&text, &len);
	npy_write(out, view, elements->fortran, NULL);
	fclose(out);
	free(text);
	free(bytes);
}

static void try_elements(struct elements *elements, const uint8_t *data,
			 size_t size)
{
	struct mview *view;
	char *bytes;

	/* An allocation of exact size, so that ASan sees what is outside. */
	if ((uint64_t)elements->nbytes <= size) {
		bytes = malloc(elements->nbytes + !elements->nbytes);
		memcpy(bytes, data, elements->nbytes);
		view = elements_view(elements, bytes);
		if (view)
			try_view(view, elements);
		mview_close(view);
		free(bytes);
	}
	elements_free(elements);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct elements elements;
	size_t len = npy_header_size(data, size < NPY_START ? size : NPY_START);
	char *text = malloc(size + !size);

	memcpy(text, data, size);
	if (len && len <= size) {
		text = realloc(text, len);
		if (!npy_read("input", text, len, &elements))
			try_elements(&elements, data + len, size - len);
	} else if (!elements_parse("input", text, size, &elements)) {
		try_elements(&elements, data, size);
	}
	free(text);
	return 0;
}
