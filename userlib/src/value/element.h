/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values: how numbers convert, and half floats. */
#ifndef MVIEW_SRC_ELEMENT_H
#define MVIEW_SRC_ELEMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "mview.h"

/* 0, -EINVAL for the wrong kind of value, -ERANGE if it does not fit. */
int element_unpack(const struct mview_field *field, const void *item,
		   struct mview_value *value);
int element_pack(const struct mview_field *field, void *item,
		 const struct mview_value *value);
int value_to_i64(const struct mview_value *value, int64_t *i);
int value_to_u64(const struct mview_value *value, uint64_t *u);
int value_to_f64(const struct mview_value *value, double *f);
int value_to_complex(const struct mview_value *value, double f[2]);

/* IEEE 754 half precision, as 16 bits. */
double half_to_double(uint16_t half);

/* Rounds to even. Return: false if a finite @f does not fit. */
bool half_from_double(uint16_t *half, double f);

#endif /* MVIEW_SRC_ELEMENT_H */
