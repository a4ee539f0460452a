// SPDX-License-Identifier: GPL-2.0
/*
 * Sources as devices on the platform bus, with a driver that can be unbound
 * from them and bound again through sysfs: by then the buffer may be in use.
 */
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/lockdep.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/string.h>

#include "sim.h"

#define SIM_DRIVER	"mview_sim"

static void sim_unbind(void *source)
{
	sim_source_unbind(source);
}

/*
 * A driver that neither resizes nor unregisters its one buffer can simply call
 * devm_mview_buffer_register().
 */
static int sim_probe(struct platform_device *device)
{
	struct sim_source **source = dev_get_platdata(&device->dev);
	int err;

	/* driver_override can name this driver for any device. */
	if (strcmp(device->name, SIM_DRIVER))
		return -ENODEV;
	err = devm_add_action(&device->dev, sim_unbind, *source);
	return err ? err : sim_source_bind(*source, &device->dev);
}

static struct platform_driver sim_driver = {
	.probe = sim_probe,
	.driver = {
		.name = SIM_DRIVER,
		/* sim_device_start() needs the result of the probe. */
		.probe_type = PROBE_FORCE_SYNCHRONOUS,
	},
};

int sim_driver_register(void)
{
	return platform_driver_register(&sim_driver);
}

void sim_driver_unregister(void)
{
	platform_driver_unregister(&sim_driver);
}

static void sim_set_state(struct sim_source *source, enum sim_state state)
{
	mutex_lock(&source->bound_lock);
	source->state = state;
	mutex_unlock(&source->bound_lock);
}

/* What came of adding the device. */
static int sim_device_settle(struct sim_source *source)
{
	int err;

	mutex_lock(&source->bound_lock);
	err = source->error;
	source->state = err ? SIM_ENDING : SIM_LIVE;
	mutex_unlock(&source->bound_lock);
	return err;
}

static void sim_device_remove(struct sim_source *source,
			      struct platform_device *device)
{
	platform_device_unregister(device);
	source->device = NULL;
	sim_set_state(source, SIM_IDLE);
}

int sim_device_start(struct sim_source *source)
{
	const struct platform_device_info info = {
		.name = SIM_DRIVER,
		.id = PLATFORM_DEVID_AUTO,
		.data = &source,
		.size_data = sizeof(source),
		.dma_mask = DMA_BIT_MASK(64),
	};
	struct platform_device *device;
	int err;

	lockdep_assert_held(&source->lock);
	mutex_lock(&source->bound_lock);
	source->state = SIM_STARTING;
	/* sim_source_bind() overwrites it if the driver is probed. */
	source->error = -ENODEV;
	mutex_unlock(&source->bound_lock);
	device = platform_device_register_full(&info);
	if (IS_ERR(device)) {
		sim_set_state(source, SIM_IDLE);
		return PTR_ERR(device);
	}
	err = sim_device_settle(source);
	if (err)
		sim_device_remove(source, device);
	else
		source->device = device;
	return err;
}

int sim_device_stop(struct sim_source *source)
{
	int err;

	lockdep_assert_held(&source->lock);
	err = sim_source_unregister(source);
	if (!err)
		sim_device_remove(source, source->device);
	return err;
}

void sim_device_unplug(struct sim_source *source)
{
	lockdep_assert_held(&source->lock);
	sim_set_state(source, SIM_ENDING);
	sim_device_remove(source, source->device);
}
