// SPDX-License-Identifier: GPL-2.0
/* What a ring is to be. README.md describes the files. */
#include <linux/kstrtox.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "attr.h"
#include "sim.h"

int sim_set_owner(struct sim_source *source, const char *text)
{
	static const char * const owners[] = { "bit", "phase", NULL };
	int owner = sysfs_match_string(owners, text);

	if (owner < 0)
		return owner;
	source->config.ring.phase = owner;
	return 0;
}

int sim_get_owner(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%s\n",
			  source->config.ring.phase ? "phase" : "bit");
}

int sim_set_burst(struct sim_source *source, const char *text)
{
	return sim_parse_number(text, 1, SIM_BURST_MAX,
				&source->config.ring.burst);
}

int sim_get_burst(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%u\n", source->config.ring.burst);
}

int sim_set_slack(struct sim_source *source, const char *text)
{
	return sim_parse_number(text, 0, U32_MAX, &source->config.ring.slack);
}

int sim_get_slack(struct sim_source *source, char *page)
{
	return sysfs_emit(page, "%u\n", source->config.ring.slack);
}

static const char * const sim_faults[] = {
	[SIM_FAULT_NONE] = "none",
	[SIM_FAULT_STALL] = "stall",
	[SIM_FAULT_STARVE] = "starve",
	[SIM_FAULT_OVERRUN] = "overrun",
	[SIM_FAULT_DISORDER] = "disorder",
	[SIM_FAULT_STAY] = "stay",
};

/* "none", or a word and a number. */
int sim_set_fault(struct sim_source *source, const char *text)
{
	const char *space = strchr(text, ' ');
	enum sim_fault fault;
	u64 at;
	int err;

	if (!space) {
		if (!sysfs_streq(text, sim_faults[SIM_FAULT_NONE]))
			return -EINVAL;
		sim_source_set_fault(source, SIM_FAULT_NONE, 0);
		return 0;
	}
	for (fault = SIM_FAULT_STALL; fault <= SIM_FAULT_STAY; fault++)
		if (strlen(sim_faults[fault]) == space - text &&
		    !strncmp(text, sim_faults[fault], space - text))
			break;
	if (fault > SIM_FAULT_STAY)
		return -EINVAL;
	err = kstrtou64(skip_spaces(space), 10, &at);
	if (err)
		return err;
	if (!at)
		return -ERANGE;
	sim_source_set_fault(source, fault, at);
	return 0;
}

int sim_get_fault(struct sim_source *source, char *page)
{
	const struct sim_ring_config *ring = &source->config.ring;

	if (ring->fault == SIM_FAULT_NONE)
		return sysfs_emit(page, "none\n");
	return sysfs_emit(page, "%s %llu\n", sim_faults[ring->fault],
			  ring->at);
}
