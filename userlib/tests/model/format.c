// SPDX-License-Identifier: GPL-2.0
/* The model of formats: by recursive descent, noting what is too large. */
#include "model.h"

/* Larger than any size that fits; sizes stay there. */
#define LARGE	((s128)S64_MAX + 1)

/* What is being read. */
struct reader {
	const char *text;
	size_t len;
	size_t at;
	char order;
	unsigned int faults;
	struct model_format *format;
};

/* A record, or the whole format: where the next item goes. */
struct place {
	s128 offset;
	s128 align;
};

static unsigned int items(struct reader *in, struct place *place,
			  unsigned int depth);

static int next(const struct reader *in)
{
	return in->at < in->len ? (unsigned char)in->text[in->at] : -1;
}

static bool take(struct reader *in, int c)
{
	if (next(in) != c)
		return false;
	in->at++;
	return true;
}

static s128 limit(struct reader *in, s128 n)
{
	if (n > (s128)S64_MAX)
		in->faults |= MODEL_EOVERFLOW;
	return n > LARGE ? LARGE : n;
}

static bool is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static bool number(struct reader *in, s128 *n)
{
	if (!is_digit(next(in)))
		return false;
	for (*n = 0; is_digit(next(in)); in->at++)
		*n = limit(in, limit(in, *n * 10) + (next(in) - '0'));
	return true;
}

static bool shape(struct reader *in, s128 *count)
{
	s128 n;

	do {
		if (!number(in, &n))
			return false;
		*count = limit(in, *count * n);
	} while (take(in, ','));
	return take(in, ')');
}

/* White space, marks and at most one shape; what they need behind them. */
static bool prefix(struct reader *in, s128 *count, bool *something)
{
	bool shaped = false;
	int c;

	for (*something = false; (c = next(in)) >= 0; in->at++) {
		switch (c) {
		case '(':
			in->at++;
			if (shaped || !shape(in, count))
				return false;
			shaped = *something = true;
			in->at--;
			break;
		case '@': case '=': case '<': case '>': case '!': case '^':
			in->order = c == '!' ? '>' : c;
			*something = true;
			break;
		case ' ': case '\t': case '\n': case '\v': case '\f': case '\r':
			break;
		default:
			return true;
		}
	}
	return true;
}

/* Size and alignment as C has them in "@" and "^", as struct has them else. */
static bool scalar(char code, bool native, s128 *size, s128 *align)
{
#define C(type)	do { *size = sizeof(type); *align = _Alignof(type); } while (0)
#define CODE(standard, type)						\
	do {								\
		C(type);						\
		if (!native)						\
			*size = (standard);				\
	} while (0)
	switch (code) {
	case 'x': case 'c': case 'b': case 'B': case '?': case 's': case 'p':
		CODE(1, char);
		break;
	case 'h': case 'H': case 'e':
		CODE(2, short);
		break;
	case 'i': case 'I':
		CODE(4, int);
		break;
	case 'f':
		CODE(4, float);
		break;
	case 'l': case 'L':
		CODE(4, long);
		break;
	case 'q': case 'Q':
		CODE(8, long long);
		break;
	case 'd':
		CODE(8, double);
		break;
	case 'n': case 'N':
		C(size_t);
		return native;
	case 'P':
		C(void *);
		return native;
	default:
		return false;
	}
	return true;
}

static bool name(struct reader *in)
{
	size_t start;

	if (!take(in, ':'))
		return true;
	for (start = in->at; next(in) >= ' ' && next(in) != ':'; in->at++)
		if (next(in) == 0x7f)
			return false;
	return in->at > start && take(in, ':');
}

static bool record(struct reader *in, struct model_item *item, s128 *align)
{
	struct place place = { 0, 1 };

	if (!take(in, '{'))
		return false;
	if (item->depth == MV_FORMAT_DEPTH) {
		in->faults |= MODEL_E2BIG;
		return false;
	}
	if (items(in, &place, item->depth + 1) || !take(in, '}'))
		return false;
	if (in->order == '@')
		place.offset = limit(in, (place.offset + place.align - 1) /
				     place.align * place.align);
	item->size = place.offset;
	*align = place.align;
	return true;
}

/* The code and what belongs to it. */
static bool thing(struct reader *in, struct model_item *item, s128 repeat,
		  s128 *align)
{
	bool native = in->order == '@' || in->order == '^', complex;
	int c = next(in);

	if (c < 0)
		return false;
	in->at++;
	item->code = c;
	item->order = in->order;
	if (c == 'T') {
		if (!record(in, item, align))
			return false;
	} else {
		complex = c == 'Z';
		if (complex) {
			c = next(in);
			if (c != 'f' && c != 'd')
				return false;
			in->at++;
			item->code = c == 'f' ? 'F' : 'D';
		}
		if (!scalar(c, native, &item->size, align))
			return false;
		if (complex)
			item->size *= 2;
	}
	if (c == 's' || c == 'p')
		item->size = repeat;
	else
		item->count = limit(in, item->count * repeat);
	return true;
}

/* Returns 0 at the end, or where a brace closes what is @depth deep. */
static unsigned int items(struct reader *in, struct place *place,
			  unsigned int depth)
{
	struct model_item *item;
	bool something;
	s128 repeat, align;

	for (;;) {
		repeat = 1;
		item = &in->format->items[in->format->count];
		*item = (struct model_item){ .depth = depth, .count = 1 };
		if (!prefix(in, &item->count, &something))
			goto bad;
		if (next(in) < 0 || (depth && next(in) == '}')) {
			if (something)
				goto bad;
			return 0;
		}
		if (is_digit(next(in)))
			number(in, &repeat);
		in->format->count++;
		if (!thing(in, item, repeat, &align))
			goto bad;
		if (in->order == '@') {
			place->offset = limit(in, (place->offset + align - 1) /
					      align * align);
			if (place->align < align)
				place->align = align;
		}
		item->offset = place->offset;
		place->offset = limit(in, place->offset +
				      limit(in, item->size * item->count));
		if (!name(in))
			goto bad;
	}
bad:
	if (!(in->faults & MODEL_E2BIG))
		in->faults |= MODEL_EINVAL;
	return in->faults;
}

unsigned int model_format(struct model_format *format, const char *text,
			  size_t len)
{
	struct reader in = {
		.text = text, .len = len, .order = '@', .format = format,
	};
	struct place place = { 0, 1 };

	format->count = 0;
	if (len > MV_FORMAT_MAX)
		return MODEL_E2BIG;
	if (!items(&in, &place, 0) && !place.offset)
		in.faults |= MODEL_EINVAL;
	format->itemsize = place.offset;
	return in.faults;
}
