// SPDX-License-Identifier: GPL-2.0
/* mview doctor: whether this machine has what mview needs, and what to do. */
#include <mview.h>

#include "cli.h"
#include "displays/output.h"
#include "displays/text.h"
#include "system/health.h"

static const char *const states[] = {
	[HEALTH_OK] = "ok",
	[HEALTH_NOTE] = "note",
	[HEALTH_BAD] = "bad",
};

static void print_check(const char *name, enum health health,
			const struct health_report *report)
{
	text_printf(stdout, "%-4s  %-10s  %s\n", states[health], name,
		    report->found);
	if (*report->advice)
		text_printf(stdout, "%*s  to do: %s\n", 16, "", report->advice);
}

static struct json_object *json_check(const char *name, enum health health,
				      const struct health_report *report)
{
	struct json_object *object = json_c()->json_object_new_object();

	json_add_text(object, "check", name);
	json_add_text(object, "state", states[health]);
	json_add_text(object, "found", report->found);
	json_add_text(object, "advice", report->advice);
	return object;
}

static void begin(struct output_list *list, enum output output)
{
	struct json_object *head = json_c()->json_object_new_object();

	json_add_text(head, "version", mview_version());
	json_add_text(head, "kernel", health_kernel());
	output_begin(list, output, head, "checks:check,state,found,advice",
		     stdout);
}

static int examine(enum output output)
{
	const struct health_check *check;
	enum health worst = HEALTH_OK;
	struct output_list list;

	if (output)
		begin(&list, output);
	for (check = health_checks; check->name; check++) {
		struct health_report report = { "", "" };
		enum health health = check->check(&report);

		if (health > worst)
			worst = health;
		if (output)
			output_add(&list, json_check(check->name, health,
						     &report));
		else
			print_check(check->name, health, &report);
	}
	if (output)
		output_end(&list, NULL);
	return worst == HEALTH_BAD ? EXIT_FAILED : EXIT_OK;
}

static int doctor_run(const struct command *command, int argc, char **argv)
{
	struct listing listing = { .flag = false };
	int status = listing_only(command, argc, argv, &listing);

	if (status)
		return status;
	return examine(listing.output);
}

const struct command doctor_command = {
	.name = "doctor",
	.summary = "tell whether this machine has what mview needs",
	.usage = "[OPTION]...",
	.options = { output_options },
	.help = "A line a check: ok, bad, or note for what only some uses "
		"need; and what to do.\n"
		"Exit status 1 if one is bad.\n",
	.run = doctor_run,
};
