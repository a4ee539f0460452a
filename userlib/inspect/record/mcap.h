/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Recordings: MCAP, version 0 (https://mcap.dev/spec). All numbers are
 * little-endian. A file is
 *
 *	magic, HEADER, data, DATA_END, summary, FOOTER, magic
 *
 * of records: an opcode of 1 byte, a length of 8, content. The data are SCHEMA
 * and CHANNEL of each source, then CHUNKs of MESSAGEs, each with a MESSAGE_INDEX
 * per channel behind it. The summary has all SCHEMAs and CHANNELs once more, a
 * CHUNK_INDEX per chunk, STATISTICS, and SUMMARY_OFFSETs of these groups; it is
 * missing if nobody closed the recording.
 *
 * The message encoding is "mview": the bytes of all elements in C order. The
 * schema encoding is "mview", too: what elements_describe() writes.
 */
#ifndef MVIEW_INSPECT_MCAP_H
#define MVIEW_INSPECT_MCAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MCAP_MAGIC	"\x89MCAP0\r\n"
#define MCAP_MAGIC_LEN	8
#define MCAP_HEAD	9	/* bytes before a record's content */
#define MCAP_ENCODING	"mview"

/* Bytes of a message before its data. */
#define MCAP_MESSAGE	22

/* Records of a chunk have as many bytes at most, before compression. */
#define MCAP_CHUNK_MAX	(1ULL << 30)

enum mcap_opcode {
	MCAP_HEADER = 0x01,
	MCAP_FOOTER = 0x02,
	MCAP_SCHEMA = 0x03,
	MCAP_CHANNEL = 0x04,
	MCAP_MESSAGE_RECORD = 0x05,
	MCAP_CHUNK = 0x06,
	MCAP_MESSAGE_INDEX = 0x07,
	MCAP_CHUNK_INDEX = 0x08,
	MCAP_STATISTICS = 0x0b,
	MCAP_SUMMARY_OFFSET = 0x0e,
	MCAP_DATA_END = 0x0f,
};

/**
 * struct mcap_bytes - bytes that grow, for writing
 * @at: they; to be freed
 * @len: how many
 * @size: room for
 * @failed: there was no memory; nothing more is added
 */
struct mcap_bytes {
	char *at;
	size_t len;
	size_t size;
	bool failed;
};

/* Room for @n more bytes, which are added; NULL if there is no memory. */
char *mcap_room(struct mcap_bytes *bytes, size_t n);
void mcap_put(struct mcap_bytes *bytes, uint64_t number, int size);
void mcap_put_bytes(struct mcap_bytes *bytes, const void *from, size_t n);

/* A length of 4 bytes, and the text. */
void mcap_put_string(struct mcap_bytes *bytes, const char *text);

/* Begin a record; mcap_end() is given what this returns. */
size_t mcap_begin(struct mcap_bytes *bytes, enum mcap_opcode opcode);
void mcap_end(struct mcap_bytes *bytes, size_t start);

/* A field of @size bytes whose value is known later, as a length. */
void mcap_set(struct mcap_bytes *bytes, size_t at, uint64_t number, int size);

/**
 * struct mcap_text - bytes that are read
 * @at: what comes next
 * @left: how many there are
 * @bad: it was shorter than what it says; all is 0 from there on
 */
struct mcap_text {
	const unsigned char *at;
	uint64_t left;
	bool bad;
};

uint64_t mcap_get(struct mcap_text *text, int size);

/* @n bytes, or NULL. */
const void *mcap_get_bytes(struct mcap_text *text, uint64_t n);

/* A string of the file's, not terminated. */
const char *mcap_get_string(struct mcap_text *text, size_t *len);

/* Compression of chunks: "", "lz4" or "zstd". */
bool mcap_can(const char *compression);

/* Before those below, of one that mcap_can(). NULL, or what is missing. */
const char *mcap_load(const char *compression);
uint32_t mcap_crc(const void *bytes, size_t size);

/* @to has room for mcap_bound() bytes. 0 if it fails. */
size_t mcap_bound(const char *compression, size_t size);
size_t mcap_compress(const char *compression, void *to, size_t room,
		     const void *from, size_t size);

/* Is @from exactly @size bytes, compressed? */
bool mcap_decompress(const char *compression, void *to, size_t size,
		     const void *from, size_t nfrom);

#endif /* MVIEW_INSPECT_MCAP_H */
