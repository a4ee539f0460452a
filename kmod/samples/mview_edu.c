// SPDX-License-Identifier: GPL-2.0
/*
 * A PCI driver for QEMU's "edu", a device with a DMA engine, that shows all it
 * has: its registers, and memory that the device can reach, of each kind.
 *
 * A transfer between such memory and the device's own is started by hand:
 *
 *	echo "to_device streaming 0 4000" >/sys/bus/pci/drivers/mview_edu/.../transfer
 *
 * takes its direction, the buffer's name without the device, the first byte and
 * the number of bytes, and returns when it is done. The device also imports a dma-buf
 * of which the writer has a descriptor, and lets go of it again:
 *
 *	echo "5 bidirectional" >/sys/bus/pci/drivers/mview_edu/.../attach
 *	echo "to_device attached 0 4000" >/sys/bus/pci/drivers/mview_edu/.../transfer
 *	echo "-1 bidirectional" >/sys/bus/pci/drivers/mview_edu/.../attach
 *
 * The driver uses devm_ functions for everything, so that they release it in
 * the right order: first the interrupt handler, then the buffers, then their
 * memory.
 */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/mview.h>
#include <linux/pci.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include "compat.h"

MVIEW_IMPORT_DMABUF_NS();

#define EDU_REG_ID		0x00
#define EDU_REG_IRQ_STATUS	0x24
#define EDU_REG_IRQ_ACK		0x64
#define EDU_REG_DMA_SRC		0x80
#define EDU_REG_DMA_DST		0x88
#define EDU_REG_DMA_COUNT	0x90
#define EDU_REG_DMA_CMD		0x98

#define EDU_ID			0x010000ed
#define EDU_IRQ_DMA		0x100
#define EDU_CMD_RUN		BIT(0)
#define EDU_CMD_FROM_DEVICE	BIT(1)
#define EDU_CMD_IRQ		BIT(2)

/* Address of the device's memory. A transfer can't include its last byte. */
#define EDU_MEMORY		0x40000
#define EDU_COUNT_MAX		(SZ_4K - 1)

/* The registers that can be read. */
#define EDU_REGS_FORMAT							\
	"T{<I:id:<I:live:<I:factorial:20x<I:status:<I:irq_status:88x"	\
	"<Q:source:<Q:destination:<Q:count:<Q:command:}"

#define EDU_SIZE		SZ_64K
#define EDU_PAGES		16

/* The last one names the attached dma-buf, not a buffer of the driver. */
enum edu_name {
	EDU_COHERENT, EDU_STREAMING, EDU_STREAMING_SG, EDU_ATTACHED, EDU_NAMES
};

static const char * const edu_names[EDU_NAMES] = {
	"coherent", "streaming", "streaming_sg", "attached",
};

static const char * const edu_directions[] = { "to_device", "from_device" };

/* Names of the directions with which the driver maps a dma-buf. */
static const char * const edu_dma_directions[] = {
	[DMA_BIDIRECTIONAL] = "bidirectional",
	[DMA_TO_DEVICE] = "to_device",
	[DMA_FROM_DEVICE] = "from_device",
};

/**
 * struct edu - a device
 * @dev: the device
 * @regs: its registers
 * @coherent: memory for the CPU
 * @coherent_dma: its address for the device
 * @streaming: memory for the CPU
 * @streaming_dma: its address for the device
 * @pages: memory for the CPU
 * @sgt: their addresses for the device
 * @buffers: those registered with mview
 * @attachment: to the dma-buf that is imported, or NULL
 * @attached: its memory for the device
 * @attached_dir: the direction that it was mapped with
 * @active: the buffer of the transfer that is under way, or of the last one; NULL
 *	where there is none
 * @done: completed by the interrupt at the end of a transfer
 */
struct edu {
	struct device *dev;
	void __iomem *regs;
	void *coherent;
	dma_addr_t coherent_dma;
	void *streaming;
	dma_addr_t streaming_dma;
	struct page *pages[EDU_PAGES];
	struct sg_table sgt;
	struct mview_buffer *buffers[EDU_NAMES];
	struct dma_buf_attachment *attachment;
	struct sg_table *attached;
	enum dma_data_direction attached_dir;
	/**
	 * @lock: one transfer at a time; guards @attachment and what goes with
	 * it, and @active, but from the handler
	 */
	struct mutex lock;
	struct mview_buffer *active;
	struct completion done;
};

static irqreturn_t edu_interrupt(int irq, void *data)
{
	struct edu *edu = data;
	u32 status = readl(edu->regs + EDU_REG_IRQ_STATUS);

	if (!status)
		return IRQ_NONE;
	writel(status, edu->regs + EDU_REG_IRQ_ACK);
	/* A program that writes the mapped registers may cause it, too. */
	if (status & EDU_IRQ_DMA) {
		mview_buffer_notify(edu->active);
		complete(&edu->done);
	}
	return IRQ_HANDLED;
}

/* Caller holds the lock. */
static int edu_run(struct edu *edu, u32 source, u32 destination, u32 count,
		   u32 command)
{
	/* A transfer that timed out may still be running. */
	if (readl(edu->regs + EDU_REG_DMA_CMD) & EDU_CMD_RUN)
		return -EBUSY;
	reinit_completion(&edu->done);
	writel(source, edu->regs + EDU_REG_DMA_SRC);
	writel(destination, edu->regs + EDU_REG_DMA_DST);
	writel(count, edu->regs + EDU_REG_DMA_COUNT);
	writel(command | EDU_CMD_RUN | EDU_CMD_IRQ,
	       edu->regs + EDU_REG_DMA_CMD);
	return wait_for_completion_timeout(&edu->done, 5 * HZ) ? 0 : -ETIMEDOUT;
}

/* Bytes that the device finds in one piece. */
static int edu_find_sg(struct sg_table *sgt, u32 offset, u32 count,
		       dma_addr_t *dma)
{
	struct scatterlist *sg;
	unsigned int i;

	for_each_sgtable_dma_sg(sgt, sg, i) {
		if (offset < sg_dma_len(sg)) {
			*dma = sg_dma_address(sg) + offset;
			return count > sg_dma_len(sg) - offset ? -EINVAL : 0;
		}
		offset -= sg_dma_len(sg);
	}
	return -EINVAL;
}

static int edu_find(struct edu *edu, enum edu_name name, u32 offset, u32 count,
		    dma_addr_t *dma)
{
	if (name == EDU_STREAMING_SG)
		return edu_find_sg(&edu->sgt, offset, count, dma);
	if (name == EDU_ATTACHED)
		return edu->attachment ?
		       edu_find_sg(edu->attached, offset, count, dma) : -ENXIO;
	if (offset > EDU_SIZE || count > EDU_SIZE - offset)
		return -EINVAL;
	*dma = offset + (name == EDU_COHERENT ? edu->coherent_dma :
						edu->streaming_dma);
	return 0;
}

static ssize_t transfer_store(struct device *dev, struct device_attribute *attr,
			      const char *buf, size_t len)
{
	struct edu *edu = dev_get_drvdata(dev);
	char direction[16], name[16];
	int from_device, nr, err;
	u32 offset, count;
	dma_addr_t dma;

	if (sscanf(buf, "%15s %15s %u %u", direction, name, &offset,
		   &count) != 4)
		return -EINVAL;
	from_device = sysfs_match_string(edu_directions, direction);
	nr = sysfs_match_string(edu_names, name);
	if (from_device < 0 || nr < 0 || !count || count > EDU_COUNT_MAX)
		return -EINVAL;
	mutex_lock(&edu->lock);
	err = edu_find(edu, nr, offset, count, &dma);
	edu->active = edu->buffers[nr];
	if (!err && from_device)
		err = edu_run(edu, EDU_MEMORY, dma, count, EDU_CMD_FROM_DEVICE);
	else if (!err)
		err = edu_run(edu, dma, EDU_MEMORY, count, 0);
	mutex_unlock(&edu->lock);
	return err ? err : len;
}
static DEVICE_ATTR_WO(transfer);

/* Caller holds the lock, or nobody else is there. */
static void edu_detach(struct edu *edu)
{
	struct dma_buf_attachment *attachment = edu->attachment;
	struct dma_buf *dmabuf;

	if (!attachment)
		return;
	dmabuf = attachment->dmabuf;
	dma_buf_unmap_attachment_unlocked(attachment, edu->attached,
					  edu->attached_dir);
	dma_buf_detach(dmabuf, attachment);
	dma_buf_put(dmabuf);
	edu->attachment = NULL;
}

/* Caller holds the lock. The attachment keeps the reference to the dma-buf. */
static int edu_attach(struct edu *edu, int fd, enum dma_data_direction dir)
{
	struct dma_buf *dmabuf = dma_buf_get(fd);
	struct dma_buf_attachment *attachment;
	struct sg_table *sgt;
	int err;

	if (IS_ERR(dmabuf))
		return PTR_ERR(dmabuf);
	attachment = dma_buf_attach(dmabuf, edu->dev);
	if (IS_ERR(attachment)) {
		err = PTR_ERR(attachment);
		goto err_put;
	}
	sgt = dma_buf_map_attachment_unlocked(attachment, dir);
	if (IS_ERR(sgt)) {
		err = PTR_ERR(sgt);
		goto err_detach;
	}
	edu->attachment = attachment;
	edu->attached = sgt;
	edu->attached_dir = dir;
	return 0;

err_detach:
	dma_buf_detach(dmabuf, attachment);
err_put:
	dma_buf_put(dmabuf);
	return err;
}

static ssize_t attach_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t len)
{
	struct edu *edu = dev_get_drvdata(dev);
	char direction[16];
	int fd, dir, err = 0;

	if (sscanf(buf, "%d %15s", &fd, direction) != 2)
		return -EINVAL;
	dir = sysfs_match_string(edu_dma_directions, direction);
	if (dir < 0)
		return dir;
	mutex_lock(&edu->lock);
	edu_detach(edu);
	if (fd >= 0)
		err = edu_attach(edu, fd, dir);
	mutex_unlock(&edu->lock);
	return err ? err : len;
}
static DEVICE_ATTR_WO(attach);

static struct attribute *edu_attrs[] = {
	&dev_attr_attach.attr,
	&dev_attr_transfer.attr,
	NULL
};
ATTRIBUTE_GROUPS(edu);

/* "0000:00:04.0.regs": there may be more of these devices. */
static const char *edu_buffer_name(struct edu *edu, const char *what,
				   char name[MVIEW_NAME_MAX + 1])
{
	snprintf(name, MVIEW_NAME_MAX + 1, "%s.%s", dev_name(edu->dev), what);
	return name;
}

static int edu_show(struct edu *edu, enum edu_name nr,
		    const struct mview_memory *memory)
{
	char name[MVIEW_NAME_MAX + 1];

	edu->buffers[nr] =
		devm_mview_export(edu->dev,
				  edu_buffer_name(edu, edu_names[nr], name),
				  memory, "B", MVIEW_WRITABLE);
	return PTR_ERR_OR_ZERO(edu->buffers[nr]);
}

static int edu_show_regs(struct edu *edu, struct pci_dev *pdev)
{
	static const u64 shape[] = { 1 };
	char name[MVIEW_NAME_MAX + 1];
	const struct mview_buffer_desc desc = {
		.name = edu_buffer_name(edu, "regs", name),
		.owner = THIS_MODULE,
		.flags = MVIEW_WRITABLE,
		.format = EDU_REGS_FORMAT,
		.ndim = ARRAY_SIZE(shape),
		.shape = shape,
	};
	struct mview_buffer *buffer;

	edu->regs = devm_ioremap_resource(edu->dev, &pdev->resource[0]);
	if (IS_ERR(edu->regs))
		return PTR_ERR(edu->regs);
	if (readl(edu->regs + EDU_REG_ID) != EDU_ID)
		return -ENODEV;
	buffer = devm_mview_buffer_register(edu->dev, &desc,
					    MVIEW_MMIO(edu->regs,
						       pdev->resource[0].start,
						       PAGE_SIZE));
	return PTR_ERR_OR_ZERO(buffer);
}

static int edu_show_coherent(struct edu *edu)
{
	edu->coherent = dmam_alloc_coherent(edu->dev, EDU_SIZE,
					    &edu->coherent_dma, GFP_KERNEL);
	if (!edu->coherent)
		return -ENOMEM;
	return edu_show(edu, EDU_COHERENT,
			MVIEW_COHERENT(edu->dev, edu->coherent,
				       edu->coherent_dma, EDU_SIZE));
}

static void edu_unmap_streaming(void *data)
{
	struct edu *edu = data;

	dma_unmap_single(edu->dev, edu->streaming_dma, EDU_SIZE,
			 DMA_BIDIRECTIONAL);
}

static int edu_show_streaming(struct edu *edu)
{
	int err;

	/* Compound, so that each page counts references. */
	edu->streaming = (void *)devm_get_free_pages(edu->dev, GFP_KERNEL |
						     __GFP_COMP | __GFP_ZERO,
						     get_order(EDU_SIZE));
	if (!edu->streaming)
		return -ENOMEM;
	edu->streaming_dma = dma_map_single(edu->dev, edu->streaming, EDU_SIZE,
					    DMA_BIDIRECTIONAL);
	if (dma_mapping_error(edu->dev, edu->streaming_dma))
		return -EIO;
	err = devm_add_action_or_reset(edu->dev, edu_unmap_streaming, edu);
	if (err)
		return err;
	return edu_show(edu, EDU_STREAMING,
			MVIEW_STREAMING(edu->dev, edu->streaming,
					edu->streaming_dma, EDU_SIZE,
					DMA_BIDIRECTIONAL));
}

static void edu_free_pages(void *data)
{
	struct edu *edu = data;
	int i;

	/* put_page(), not free: a process may have pinned one of them. */
	for (i = 0; i < EDU_PAGES && edu->pages[i]; i++)
		put_page(edu->pages[i]);
}

static int edu_alloc_pages(struct edu *edu)
{
	int i;

	for (i = 0; i < EDU_PAGES; i++) {
		edu->pages[i] = alloc_page(GFP_KERNEL | __GFP_ZERO);
		if (!edu->pages[i])
			break;
	}
	if (i == EDU_PAGES)
		return devm_add_action_or_reset(edu->dev, edu_free_pages, edu);
	edu_free_pages(edu);
	return -ENOMEM;
}

static void edu_unmap_sg(void *data)
{
	struct edu *edu = data;

	dma_unmap_sgtable(edu->dev, &edu->sgt, DMA_BIDIRECTIONAL, 0);
	sg_free_table(&edu->sgt);
}

static int edu_map_sg(struct edu *edu)
{
	struct scatterlist *sg;
	unsigned int i;
	int err;

	err = sg_alloc_table(&edu->sgt, EDU_PAGES, GFP_KERNEL);
	if (err)
		return err;
	/* Pages that were allocated one after the other don't stay together. */
	for_each_sgtable_sg(&edu->sgt, sg, i)
		sg_set_page(sg, edu->pages[i * 5 % EDU_PAGES], PAGE_SIZE, 0);
	err = dma_map_sgtable(edu->dev, &edu->sgt, DMA_BIDIRECTIONAL, 0);
	if (err) {
		sg_free_table(&edu->sgt);
		return err;
	}
	return devm_add_action_or_reset(edu->dev, edu_unmap_sg, edu);
}

static int edu_show_sg(struct edu *edu)
{
	int err = edu_alloc_pages(edu);

	if (!err)
		err = edu_map_sg(edu);
	if (err)
		return err;
	return edu_show(edu, EDU_STREAMING_SG,
			MVIEW_STREAMING_SG(edu->dev, &edu->sgt,
					   EDU_PAGES * PAGE_SIZE,
					   DMA_BIDIRECTIONAL));
}

/* Last, so that it is gone before the buffers that it announces. */
static int edu_request_irq(struct edu *edu, struct pci_dev *pdev)
{
	int err;

	err = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_ALL_TYPES);
	if (err < 0)
		return err;
	return devm_request_irq(edu->dev, pci_irq_vector(pdev, 0),
				edu_interrupt, IRQF_SHARED, KBUILD_MODNAME,
				edu);
}

static int edu_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct edu *edu;
	int err;

	edu = devm_kzalloc(&pdev->dev, sizeof(*edu), GFP_KERNEL);
	if (!edu)
		return -ENOMEM;
	edu->dev = &pdev->dev;
	mutex_init(&edu->lock);
	init_completion(&edu->done);
	pci_set_drvdata(pdev, edu);
	err = pcim_enable_device(pdev);
	if (!err)
		err = dma_set_mask_and_coherent(edu->dev, DMA_BIT_MASK(32));
	if (!err)
		err = edu_show_regs(edu, pdev);
	if (!err)
		err = edu_show_coherent(edu);
	if (!err)
		err = edu_show_streaming(edu);
	if (!err)
		err = edu_show_sg(edu);
	if (!err)
		err = edu_request_irq(edu, pdev);
	if (!err)
		pci_set_master(pdev);
	return err;
}

/*
 * The attributes are gone, and nobody waits for a transfer. From here on the
 * device does not touch memory; devm_ revokes the buffers and frees the rest.
 */
static void edu_remove(struct pci_dev *pdev)
{
	pci_clear_master(pdev);
	edu_detach(pci_get_drvdata(pdev));
}

static const struct pci_device_id edu_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{}
};
MODULE_DEVICE_TABLE(pci, edu_ids);

static struct pci_driver edu_driver = {
	.name = KBUILD_MODNAME,
	.id_table = edu_ids,
	.probe = edu_probe,
	.remove = edu_remove,
	.dev_groups = edu_groups,
};
module_pci_driver(edu_driver);

MVIEW_DRIVER();
MODULE_DESCRIPTION("A driver for QEMU's edu device with mview buffers");
MODULE_AUTHOR("The mview developers");
MODULE_LICENSE("GPL");
