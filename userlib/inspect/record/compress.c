// SPDX-License-Identifier: LGPL-2.1-or-later
/* MCAP: compression of chunks, by liblz4 (frames) and libzstd. */
#include <lz4frame.h>
#include <string.h>
#include <zstd.h>

#include "record/mcap.h"

bool mcap_can(const char *compression)
{
	return !*compression || !strcmp(compression, "lz4") ||
	       !strcmp(compression, "zstd");
}

size_t mcap_bound(const char *compression, size_t size)
{
	return *compression == 'l' ? LZ4F_compressFrameBound(size, NULL) :
				     ZSTD_compressBound(size);
}

size_t mcap_compress(const char *compression, void *to, size_t room,
		     const void *from, size_t size)
{
	size_t n;

	if (*compression == 'l') {
		n = LZ4F_compressFrame(to, room, from, size, NULL);
		return LZ4F_isError(n) ? 0 : n;
	}
	n = ZSTD_compress(to, room, from, size, 1);
	return ZSTD_isError(n) ? 0 : n;
}

static bool unpack_lz4(char *to, size_t size, const char *from, size_t nfrom)
{
	LZ4F_dctx *context;
	size_t n, took, hint = 1, done = 0, at = 0;

	if (LZ4F_isError(LZ4F_createDecompressionContext(&context,
							 LZ4F_VERSION)))
		return false;
	do {
		n = size - done;
		took = nfrom - at;
		hint = LZ4F_decompress(context, to + done, &n, from + at, &took,
				       NULL);
		done += n;
		at += took;
	} while (hint && !LZ4F_isError(hint) && (n || took));
	LZ4F_freeDecompressionContext(context);
	return !hint && done == size && at == nfrom;
}

bool mcap_decompress(const char *compression, void *to, size_t size,
		     const void *from, size_t nfrom)
{
	if (*compression == 'l')
		return unpack_lz4(to, size, from, nfrom);
	return ZSTD_decompress(to, size, from, nfrom) == size;
}
