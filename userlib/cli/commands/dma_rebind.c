// SPDX-License-Identifier: GPL-2.0
/* mview dma --rebind: what it does to a machine, and whether it may. */
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"
#include "commands/dma.h"
#include "devices/device.h"
#include "displays/text.h"

static int find(struct device *device, const struct dma_options *options)
{
	int status = device_find(device, options->filter);

	if (status == EXIT_OK && !*device->driver)
		return failed("%s: no driver has it, so there is none to let "
			      "go of it", device->name);
	return status;
}

/* What happens to all that stands on it, to be freed; NULL if it must stay. */
static char *describe(const struct device *device)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	int status;

	if (!out)
		exit(failed("out of memory"));
	status = device_disks(device, out);
	if (status == EXIT_OK)
		status = device_interfaces(device, out);
	if (status == EXIT_OK)
		status = device_terminals(device, out);
	fclose(out);
	if (status == EXIT_OK)
		return text;
	free(text);
	return NULL;
}

static int ask(void)
{
	char answer[16];

	fputs("Go on? [y/N] ", stderr);
	if (fgets(answer, sizeof(answer), stdin) &&
	    (*answer == 'y' || *answer == 'Y'))
		return EXIT_OK;
	return failed("nothing was done");
}

int dma_ask(const struct dma_options *options)
{
	struct device device;
	int status = find(&device, options);
	char *text;

	if (status != EXIT_OK)
		return status;
	text = describe(&device);
	if (!text)
		return EXIT_FAILED;
	text_printf(stderr, "%s: its driver %s lets go of it and takes it "
		    "again\n", device.name, device.driver);
	fputs(text, stderr);
	free(text);
	return options->yes ? EXIT_OK : ask();
}

/* Since dma_ask() has looked, a disk may be mounted, or somebody logged in. */
int dma_rebind(const struct dma_options *options)
{
	struct device device;
	int status = find(&device, options);
	char *text;

	if (status != EXIT_OK)
		return status;
	text = describe(&device);
	if (!text)
		return EXIT_FAILED;
	free(text);
	return device_rebind(&device);
}
