// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * BTF as bytes, checked. libbpf checks it too, but says why on standard error
 * if at all. That names and ids exist is looked at where they are used.
 */
#include <byteswap.h>
#include <errno.h>
#include <linux/btf.h>
#include <stdint.h>
#include <string.h>

#include "base/error.h"
#include "types/raw.h"

#define KIND_MAX	19	/* BTF_KIND_ENUM64; libbpf 1.1 knows no other */

/**
 * struct raw - where its parts are
 * @data: all of it
 * @size: its length
 * @swapped: it is of a machine with the other byte order
 * @name: what to call it
 * @header: in this machine's byte order
 */
struct raw {
	const unsigned char *data;
	size_t size;
	bool swapped;
	const char *name;
	struct btf_header header;
};

static uint32_t raw_u32(const struct raw *raw, size_t at)
{
	uint32_t value;

	memcpy(&value, raw->data + at, sizeof(value));
	return raw->swapped ? bswap_32(value) : value;
}

static int raw_damaged(const struct raw *raw, const char *what)
{
	return inspect_fail_int(EINVAL, "%s: the BTF is damaged: %s", raw->name,
			    what);
}

static int raw_header(struct raw *raw)
{
	struct btf_header *header = &raw->header;
	uint16_t magic;

	if (raw->size < sizeof(*header))
		return inspect_fail_int(EINVAL, "%s: this is no BTF: %zu bytes",
				    raw->name, raw->size);
	memcpy(&magic, raw->data, sizeof(magic));
	if (magic != BTF_MAGIC && magic != bswap_16(BTF_MAGIC))
		return inspect_fail_int(EINVAL, "%s: this is no BTF and no ELF file",
				    raw->name);
	raw->swapped = magic != BTF_MAGIC;
	header->version = raw->data[2];
	header->hdr_len = raw_u32(raw, 4);
	header->type_off = raw_u32(raw, 8);
	header->type_len = raw_u32(raw, 12);
	header->str_off = raw_u32(raw, 16);
	header->str_len = raw_u32(raw, 20);
	if (header->version != BTF_VERSION ||
	    (raw->swapped && header->hdr_len > sizeof(*header)))
		return inspect_fail_int(EOPNOTSUPP,
				    "%s: BTF version %d with a header of %u bytes is newer than this library",
				    raw->name, header->version,
				    header->hdr_len);
	return 0;
}

/* Types lie before strings, both behind the header and inside the file. */
static int raw_sections(const struct raw *raw)
{
	const struct btf_header *header = &raw->header;
	uint64_t left;

	if (header->hdr_len < sizeof(*header) || header->hdr_len % 4 ||
	    header->hdr_len > raw->size)
		return raw_damaged(raw, "length of the header");
	left = raw->size - header->hdr_len;
	if (header->type_off % 4 ||
	    (uint64_t)header->type_off + header->type_len > header->str_off)
		return raw_damaged(raw, "place of the types");
	if ((uint64_t)header->str_off + header->str_len > left)
		return raw_damaged(raw, "place of the strings");
	if (header->str_len && raw->data[header->hdr_len + header->str_off +
					 header->str_len - 1])
		return raw_damaged(raw, "the last string does not end");
	return 0;
}

/* Bytes behind struct btf_type; -1 for a kind that nobody knows. */
static int64_t raw_extra(uint32_t info)
{
	static const struct {
		unsigned char once;
		unsigned char each;
	} extra[KIND_MAX + 1] = {
		[1] = { 4, 0 },	  /* INT */
		[2] = { 0, 0 },	  /* PTR */
		[3] = { 12, 0 },  /* ARRAY */
		[4] = { 0, 12 },  /* STRUCT */
		[5] = { 0, 12 },  /* UNION */
		[6] = { 0, 8 },	  /* ENUM */
		[13] = { 0, 8 },  /* FUNC_PROTO */
		[14] = { 4, 0 },  /* VAR */
		[15] = { 0, 12 }, /* DATASEC */
		[17] = { 4, 0 },  /* DECL_TAG */
		[19] = { 0, 12 }, /* ENUM64 */
	};
	unsigned int kind = BTF_INFO_KIND(info);

	if (!kind || kind > KIND_MAX)
		return -1;
	return extra[kind].once + (int64_t)BTF_INFO_VLEN(info) * extra[kind].each;
}

static int raw_types(const struct raw *raw)
{
	size_t at = raw->header.hdr_len + (size_t)raw->header.type_off;
	size_t end = at + raw->header.type_len;
	int64_t extra;
	uint32_t info;

	while (end - at >= sizeof(struct btf_type)) {
		info = raw_u32(raw, at + 4);
		extra = raw_extra(info);
		if (extra < 0)
			return inspect_fail_int(EOPNOTSUPP,
					    "%s: the BTF has types of kind %d, which this library does not know: a newer libbpf may",
					    raw->name, BTF_INFO_KIND(info));
		at += sizeof(struct btf_type);
		if ((uint64_t)extra > end - at)
			break;
		at += extra;
	}
	return at == end ? 0 : raw_damaged(raw, "the last type does not end");
}

int raw_check(const void *data, size_t size, const char *name)
{
	struct raw raw = { .data = data, .size = size, .name = name };
	int err = raw_header(&raw);

	if (!err)
		err = raw_sections(&raw);
	if (!err)
		err = raw_types(&raw);
	return err;
}

bool raw_is_split(const void *data)
{
	const struct btf_header *header = data;
	uint32_t at = header->hdr_len + header->str_off;

	if (header->magic != BTF_MAGIC)
		at = bswap_32(header->hdr_len) + bswap_32(header->str_off);
	/* Only strings that go on where others end do not begin with "". */
	return !header->str_len || ((const char *)data)[at];
}
