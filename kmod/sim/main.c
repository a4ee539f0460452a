// SPDX-License-Identifier: GPL-2.0
/* mview_sim: the module, and its directories in configfs. */
#include <linux/configfs.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "core/name.h"
#include "sim.h"
#include "version.h"

unsigned long sim_max_size = SZ_1G;
module_param_named(max_size, sim_max_size, ulong, 0644);
MODULE_PARM_DESC(max_size, "bytes that one buffer may have (default: 1 GiB)");

static void sim_release(struct config_item *item)
{
	struct sim_source *source = to_sim_source(item);

	/* A live source's directory can't be removed. */
	WARN_ON(source->device);
	mutex_destroy(&source->bound_lock);
	mutex_destroy(&source->lock);
	kfree(source->config.format);
	kvfree(source);
}

static struct configfs_item_operations sim_item_ops = {
	.release = sim_release,
};

static const struct config_item_type sim_item_type = {
	.ct_item_ops = &sim_item_ops,
	.ct_attrs = sim_attrs,
	.ct_owner = THIS_MODULE,
};

static struct config_item *sim_make_item(struct config_group *group,
					 const char *name)
{
	struct sim_source *source;

	if (!mv_name_valid(name))
		return ERR_PTR(-EINVAL);
	source = kvzalloc(sizeof(*source), GFP_KERNEL_ACCOUNT);
	if (!source)
		return ERR_PTR(-ENOMEM);
	source->config.format = kstrdup("B", GFP_KERNEL_ACCOUNT);
	if (!source->config.format)
		goto err_source;
	source->config.kind = sim_kind_find("vmalloc");
	source->config.ring.phase = true;
	source->config.ring.burst = 1;
	source->config.ndim = 1;
	source->config.shape[0] = SZ_4K;
	config_item_init_type_name(&source->item, name, &sim_item_type);
	/* A long name needs memory of its own. */
	if (!source->item.ci_name)
		goto err_format;
	mutex_init(&source->lock);
	mutex_init(&source->bound_lock);
	return &source->item;

err_format:
	kfree(source->config.format);
err_source:
	kvfree(source);
	return ERR_PTR(-ENOMEM);
}

static struct configfs_group_operations sim_group_ops = {
	.make_item = sim_make_item,
};

static const struct config_item_type sim_group_type = {
	.ct_group_ops = &sim_group_ops,
	.ct_owner = THIS_MODULE,
};

static struct configfs_subsystem sim_subsystem = {
	.su_group.cg_item = {
		.ci_namebuf = "mview_sim",
		.ci_type = &sim_group_type,
	},
};

static int __init sim_init(void)
{
	int err;

	err = sim_driver_register();
	if (err)
		return err;
	config_group_init(&sim_subsystem.su_group);
	mutex_init(&sim_subsystem.su_mutex);
	err = configfs_register_subsystem(&sim_subsystem);
	if (err) {
		mutex_destroy(&sim_subsystem.su_mutex);
		sim_driver_unregister();
	}
	return err;
}
module_init(sim_init);

static void __exit sim_exit(void)
{
	/* Directories pin this module: there are none, and no devices. */
	configfs_unregister_subsystem(&sim_subsystem);
	mutex_destroy(&sim_subsystem.su_mutex);
	sim_driver_unregister();
}
module_exit(sim_exit);

MVIEW_DRIVER();
MODULE_DESCRIPTION("Simulated sources of data for mview");
MODULE_AUTHOR("The mview developers");
MODULE_LICENSE("GPL");
MODULE_VERSION(MVIEW_VERSION);
