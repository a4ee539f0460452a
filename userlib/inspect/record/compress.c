// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * MCAP: checksums of chunks, by libdeflate, and their compression, by liblz4
 * (frames) and libzstd; each is opened when it is needed.
 */
#include <libdeflate.h>
#include <lz4frame.h>
#include <string.h>
#include <zstd.h>

#include "load/load.h"
#include "record/mcap.h"

#define DEFLATE_FUNCTIONS(f, s) f(libdeflate_crc32) s

#define LZ4_FUNCTIONS(f, s)			\
	f(LZ4F_compressFrameBound) s		\
	f(LZ4F_compressFrame) s			\
	f(LZ4F_isError) s			\
	f(LZ4F_createDecompressionContext) s	\
	f(LZ4F_freeDecompressionContext) s	\
	f(LZ4F_decompress) s

#define ZSTD_FUNCTIONS(f, s)	\
	f(ZSTD_compressBound) s	\
	f(ZSTD_compress) s	\
	f(ZSTD_isError) s	\
	f(ZSTD_decompress) s

static struct libdeflate {
	DEFLATE_FUNCTIONS(LOAD_POINTER, ;)
} libdeflate;

static struct lz4 {
	LZ4_FUNCTIONS(LOAD_POINTER, ;)
} lz4;

static struct zstd {
	ZSTD_FUNCTIONS(LOAD_POINTER, ;)
} zstd;

const char *mcap_load(const char *compression)
{
	const char *why = LOAD(libdeflate, "libdeflate.so.0",
			       DEFLATE_FUNCTIONS);

	if (why || !*compression)
		return why;
	if (*compression == 'l')
		return LOAD(lz4, "liblz4.so.1", LZ4_FUNCTIONS);
	return LOAD(zstd, "libzstd.so.1", ZSTD_FUNCTIONS);
}

uint32_t mcap_crc(const void *bytes, size_t size)
{
	return libdeflate.libdeflate_crc32(0, bytes, size);
}

bool mcap_can(const char *compression)
{
	return !*compression || !strcmp(compression, "lz4") ||
	       !strcmp(compression, "zstd");
}

size_t mcap_bound(const char *compression, size_t size)
{
	return *compression == 'l' ? lz4.LZ4F_compressFrameBound(size, NULL) :
				     zstd.ZSTD_compressBound(size);
}

size_t mcap_compress(const char *compression, void *to, size_t room,
		     const void *from, size_t size)
{
	size_t n;

	if (*compression == 'l') {
		n = lz4.LZ4F_compressFrame(to, room, from, size, NULL);
		return lz4.LZ4F_isError(n) ? 0 : n;
	}
	n = zstd.ZSTD_compress(to, room, from, size, 1);
	return zstd.ZSTD_isError(n) ? 0 : n;
}

static bool unpack_lz4(char *to, size_t size, const char *from, size_t nfrom)
{
	LZ4F_dctx *context;
	size_t n, took, hint = 1, done = 0, at = 0;

	if (lz4.LZ4F_isError(lz4.LZ4F_createDecompressionContext(&context,
								 LZ4F_VERSION)))
		return false;
	do {
		n = size - done;
		took = nfrom - at;
		hint = lz4.LZ4F_decompress(context, to + done, &n, from + at,
					   &took, NULL);
		done += n;
		at += took;
	} while (hint && !lz4.LZ4F_isError(hint) && (n || took));
	lz4.LZ4F_freeDecompressionContext(context);
	return !hint && done == size && at == nfrom;
}

bool mcap_decompress(const char *compression, void *to, size_t size,
		     const void *from, size_t nfrom)
{
	if (*compression == 'l')
		return unpack_lz4(to, size, from, nfrom);
	return zstd.ZSTD_decompress(to, size, from, nfrom) == size;
}
