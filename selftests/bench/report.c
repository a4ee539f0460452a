// SPDX-License-Identifier: GPL-2.0
/* What was measured, for people and as JSON; and whether it is good enough. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"
#include "figures.h"

/**
 * struct verdict - what a value should be
 * @work: what it is of
 * @value: measured
 * @most: what it may be
 * @unit: of both
 * @peer: what today's best needs; 0 if there is none
 * @whose: the name of that
 */
struct verdict {
	const char *work;
	double value;
	double most;
	const char *unit;
	double peer;
	const char *whose;
};

static struct verdict verdicts[32];
static int nverdicts;

/* 1234567 as "1,234,567", right-aligned; small ratios with their decimals. */
static const char *number(double value, char *text, size_t size)
{
	unsigned long n = value + 0.5;

	if (value < 100)
		snprintf(text, size, "%.2f", value);
	else if (n < 1000)
		snprintf(text, size, "%lu", n);
	else if (n < 1000000)
		snprintf(text, size, "%lu,%03lu", n / 1000, n % 1000);
	else
		snprintf(text, size, "%lu,%03lu,%03lu", n / 1000000,
			 n / 1000 % 1000, n % 1000);
	return text;
}

static bool reached(const struct verdict *verdict)
{
	return verdict->value <= verdict->most;
}

static void print_verdict(const struct verdict *verdict)
{
	char value[32], most[32], peer[32];

	number(verdict->value, value, sizeof(value));
	number(verdict->most, most, sizeof(most));
	printf("%-34s%12s %-13s at most %9s  %-8s", verdict->work, value,
	       verdict->unit, most, reached(verdict) ? "reached" : "MISSED");
	if (verdict->peer)
		printf("%12s  %-22s %.3f",
		       number(verdict->peer, peer, sizeof(peer)),
		       verdict->whose, verdict->value / verdict->peer);
	printf("\n");
}

void bench_judge(const char *work, double value, double most, const char *unit,
		 double peer, const char *whose)
{
	struct verdict *verdict = &verdicts[nverdicts];

	if (nverdicts == sizeof(verdicts) / sizeof(*verdicts)) {
		fprintf(stderr, "bench: too many targets\n");
		exit(2);
	}
	nverdicts++;
	*verdict = (struct verdict){ work, value, most, unit, peer, whose };
}

bool bench_reached(void)
{
	int i;

	for (i = 0; i < nverdicts; i++)
		if (!reached(&verdicts[i]))
			return false;
	return true;
}

void bench_note(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
}

static void print_figure(const struct figure *figure)
{
	char median[32];

	printf("%-34s%-30s%12s  +-%.1f %%", figure->work, figure->who,
	       number(figure->median, median, sizeof(median)),
	       50 * (figure->high - figure->low) / figure->median);
	if (figure->faults >= 0) {
		printf("  %ld faults, ", figure->faults);
		if (figure->tables)
			printf("%ld KiB of page tables", figure->tables);
		else
			printf("no page tables: by large entries");
		if (figure->large)
			printf(", smaps: %ld KiB", figure->large);
	}
	printf("\n");
}

void bench_print_figures(void)
{
	int i;

	for (i = 0; i < bench_nfigures; i++)
		print_figure(&bench_figures[i]);
	printf("\n%-34s%12s %-13s %17s  %-8s%12s\n", "work", "mview", "", "target",
	       "", "peer, and mview in proportion to it");
	for (i = 0; i < nverdicts; i++)
		print_verdict(&verdicts[i]);
}

static void write_figure(FILE *file, const struct figure *figure)
{
	fprintf(file,
		"  {\"work\": \"%s\", \"who\": \"%s\", \"median\": %.1f, \"low\": %.1f, \"high\": %.1f",
		figure->work, figure->who, figure->median, figure->low,
		figure->high);
	if (figure->faults >= 0)
		fprintf(file,
			", \"faults\": %ld, \"page_tables_kib\": %ld, \"large_kib\": %ld",
			figure->faults, figure->tables, figure->large);
	fprintf(file, "}");
}

static void write_verdict(FILE *file, const struct verdict *verdict)
{
	fprintf(file,
		"  {\"work\": \"%s\", \"mview\": %.3f, \"unit\": \"%s\", \"most\": %.3f, \"reached\": %s",
		verdict->work, verdict->value, verdict->unit, verdict->most,
		reached(verdict) ? "true" : "false");
	if (verdict->peer)
		fprintf(file, ", \"peer\": %.3f, \"whose\": \"%s\"",
			verdict->peer, verdict->whose);
	fprintf(file, "}");
}

int bench_write(const char *path)
{
	FILE *file = fopen(path, "w");
	int i;

	if (!file)
		return -1;
	fprintf(file, "{\n \"rounds\": %d,\n \"figures\": [\n", BENCH_ROUNDS);
	for (i = 0; i < bench_nfigures; i++) {
		write_figure(file, &bench_figures[i]);
		fprintf(file, i + 1 < bench_nfigures ? ",\n" : "\n");
	}
	fprintf(file, " ],\n \"targets\": [\n");
	for (i = 0; i < nverdicts; i++) {
		write_verdict(file, &verdicts[i]);
		fprintf(file, i + 1 < nverdicts ? ",\n" : "\n");
	}
	fprintf(file, " ]\n}\n");
	return fclose(file);
}
