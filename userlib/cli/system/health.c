// SPDX-License-Identifier: GPL-2.0
/* Whether this machine has what mview needs: a table of checks. */
#include "system/health.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <mview.h>

#include "system/machine.h"

#define GROUP		"mview"
#define SECURE_BOOT	"/sys/firmware/efi/efivars/SecureBoot-*"
#define SECURE_BOOT_FILE \
	"/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"

__attribute__((format(printf, 2, 3)))
static void found(struct health_report *report, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(report->found, sizeof(report->found), format, args);
	va_end(args);
}

__attribute__((format(printf, 2, 3)))
static void advise(struct health_report *report, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(report->advice, sizeof(report->advice), format, args);
	va_end(args);
}

const char *health_kernel(void)
{
	static char release[128];

	if (!*release)
		machine_read(release, sizeof(release),
			     "/proc/sys/kernel/osrelease");
	return release;
}

static bool is_loaded(const char *module)
{
	return machine_has("/sys/module/%s", module);
}

/* Where distributions and DKMS put modules that the kernel came without. */
static bool is_installed(const char *module)
{
	static const char *const places[] = { "updates/dkms", "updates",
					      "extra", "dkms",
					      "kernel/drivers/*/mview" };
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (machine_matches("/lib/modules/%s/%s/%s.ko*",
				    health_kernel(), places[i], module))
			return true;
	return false;
}

static bool secure_boot(void)
{
	unsigned char bytes[8];

	/* Four bytes of attributes, and one that is the value */
	return machine_read((char *)bytes, sizeof(bytes),
			    SECURE_BOOT_FILE) >= 5 && bytes[4] == 1;
}

/* Group and mode of the node, as a rule of udev sets them */
static void describe_node(struct health_report *report, const struct stat *stat)
{
	const struct group *group = getgrgid(stat->st_gid);
	char gid[16];

	snprintf(gid, sizeof(gid), "%u", stat->st_gid);
	found(report, "/dev/mview may not be opened by you; its group is %s, its mode %04o",
	      group ? group->gr_name : gid, stat->st_mode & 07777);
	if (group && !strcmp(group->gr_name, GROUP) && stat->st_mode & 0060)
		advise(report, "sudo usermod -aG %s $USER, and log in anew",
		       GROUP);
	else if (getgrnam(GROUP))
		advise(report, "the group is there; have the rule "
			       "60-mview.rules read: sudo udevadm control "
			       "--reload; sudo udevadm trigger /dev/mview");
	else
		advise(report, "there is no group %s: install the package "
			       "mview, or run sudo systemd-sysusers",
		       GROUP);
}

static enum health no_device(struct health_report *report, bool is_node)
{
	if (is_node)
		found(report, "/dev/mview is there, but to open it did not load the module");
	else
		found(report, "there is no /dev/mview");
	if (is_installed("mview"))
		advise(report, is_node ? "see module, below" :
				"sudo modprobe mview, or boot");
	else
		advise(report, "the module is not installed for this kernel, see below");
	return HEALTH_BAD;
}

/* Before the module: to open the node loads it. */
static enum health check_device(struct health_report *report)
{
	char path[MACHINE_PATH];
	struct stat stat_of;
	bool may_write = true;
	int fd;

	machine_path(path, "/dev/mview");
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0 && errno == EACCES) {
		may_write = false;
		fd = open(path, O_RDONLY | O_CLOEXEC);
	}
	if (fd >= 0) {
		close(fd);
		found(report, "/dev/mview may be opened by you%s",
		      may_write ? "" : ", for reading");
		return HEALTH_OK;
	}
	if (errno == ENXIO || errno == ENODEV)
		return no_device(report, true);
	if (errno == ENOENT || stat(path, &stat_of))
		return no_device(report, false);
	if (errno == EACCES) {
		describe_node(report, &stat_of);
		return HEALTH_BAD;
	}
	found(report, "/dev/mview: %s", strerror(errno));
	return HEALTH_BAD;
}

static enum health check_module(struct health_report *report)
{
	if (is_loaded("mview")) {
		found(report, "mview is loaded");
		return HEALTH_OK;
	}
	if (!is_installed("mview")) {
		found(report, "mview is not installed for kernel %s",
		      health_kernel());
		advise(report, "sudo apt install mview-dkms, or make "
			       "dkms-install; see headers and dkms");
	} else if (secure_boot()) {
		found(report, "mview is installed, not loaded, and Secure Boot "
			      "wants it signed by a key that it knows");
		advise(report, "sudo modprobe mview; if that says that the key "
			       "was rejected: sudo mokutil --import "
			       "/var/lib/dkms/mok.pub, and boot");
	} else {
		found(report, "mview is installed, but not loaded");
		advise(report, "sudo modprobe mview; dmesg says more if that fails");
	}
	return HEALTH_BAD;
}

/* Of the loaded module; who may not open the device can only read versions. */
static enum health check_version(struct health_report *report)
{
	char version[64];
	int library, module;

	if (!is_loaded("mview")) {
		found(report, "library %s", mview_version());
		return HEALTH_OK;
	}
	machine_read(version, sizeof(version), "/sys/module/mview/version");
	library = mview_abi(&module);
	if (module && module != library) {
		found(report, "module %s has ABI %d, library %s has %d: they do "
		      "not work together", version, module, mview_version(), library);
		advise(report, "install both of one version; sudo modprobe -r "
			       "mview_dma mview_sim mview, or boot, loads the module anew");
		return HEALTH_BAD;
	}
	found(report, "module %s, library %s%s", *version ? version : "unknown",
	      mview_version(), module ? ", of the same ABI" : "");
	if (module || !strcmp(version, mview_version()))
		return HEALTH_OK;
	advise(report, "they work together if their ABI is the same: sudo mview "
		       "doctor asks the module");
	return HEALTH_NOTE;
}

static enum health check_lockdown(struct health_report *report)
{
	char levels[128];

	if (!machine_read(levels, sizeof(levels),
			  "/sys/kernel/security/lockdown")) {
		found(report, "not there, or not to be read");
		return HEALTH_OK;
	}
	if (strstr(levels, "[none]")) {
		found(report, "none");
		return HEALTH_OK;
	}
	if (strstr(levels, "[integrity]"))
		found(report, "integrity: no registers, no writing to memory that devices read");
	else
		found(report, "confidentiality: no registers, no writing to "
			      "memory that devices read, no mview dma");
	advise(report, "nothing is wrong; boot without lockdown= or Secure Boot if you need these");
	return HEALTH_NOTE;
}

static enum health check_secure_boot(struct health_report *report)
{
	if (!secure_boot()) {
		found(report, "%s", machine_matches(SECURE_BOOT) ? "off" :
			      "this machine has none");
		return HEALTH_OK;
	}
	if (is_loaded("mview")) {
		found(report, "on, and it has let the module in");
		return HEALTH_OK;
	}
	found(report, "on: modules have to be signed");
	advise(report, "have it know DKMS's key: sudo mokutil --import "
		       "/var/lib/dkms/mok.pub, and boot");
	return HEALTH_NOTE;
}

static bool has_mappings(void)
{
	int major = 0, minor = 0;

	if (sscanf(health_kernel(), "%d.%d", &major, &minor) < 2)
		return false;
	return major > 6 || (major == 6 && minor >= 12);
}

static enum health check_tracing(struct health_report *report)
{
	if (!is_loaded("mview_dma") && !is_installed("mview_dma")) {
		found(report, "mview_dma is not installed: no memory of "
			      "drivers that do not know mview");
		advise(report, "sudo apt install mview-dkms, or make dkms-install");
		return HEALTH_NOTE;
	}
	found(report, "mview_dma is there: %s",
	      has_mappings() ? "allocations and mappings" :
	      "allocations; mappings only from kernel 6.12 on");
	if (!geteuid())
		return HEALTH_OK;
	advise(report, "traces are root's: sudo mview dma");
	return HEALTH_OK;
}

static enum health check_types(struct health_report *report)
{
	if (!machine_has("/sys/kernel/btf/vmlinux")) {
		found(report, "the kernel has no BTF: no C types by name");
		advise(report, "give mview types from a file: --btf vmlinux; "
			       "or take a kernel with CONFIG_DEBUG_INFO_BTF");
		return HEALTH_NOTE;
	}
	found(report, "the kernel's C types are known by name");
	return HEALTH_OK;
}

static enum health check_headers(struct health_report *report)
{
	if (machine_has("/lib/modules/%s/build/Makefile", health_kernel())) {
		found(report, "those of %s are there", health_kernel());
		return HEALTH_OK;
	}
	found(report, "those of %s are missing, which building modules wants",
	      health_kernel());
	advise(report, "sudo apt install linux-headers-%s; for kernels to come "
		       "as well: linux-headers-amd64 or the like",
	       health_kernel());
	return is_installed("mview") ? HEALTH_NOTE : HEALTH_BAD;
}

static enum health check_dkms(struct health_report *report)
{
	if (!machine_matches("/var/lib/dkms/mview/*")) {
		found(report, "it does not have mview%s",
		      is_installed("mview") ? ", which was installed otherwise" :
		      "");
		if (is_installed("mview"))
			return HEALTH_OK;
		advise(report, "sudo apt install mview-dkms, or make dkms-install");
		return HEALTH_NOTE;
	}
	if (machine_matches("/var/lib/dkms/mview/*/%s/*/module/mview.ko*",
			    health_kernel())) {
		found(report, "it has built mview for %s", health_kernel());
		return HEALTH_OK;
	}
	found(report, "it has not built mview for %s", health_kernel());
	advise(report, "sudo dkms autoinstall -k %s; what went wrong is in "
		       "/var/lib/dkms/mview/*/build/make.log",
	       health_kernel());
	return is_installed("mview") ? HEALTH_NOTE : HEALTH_BAD;
}

const struct health_check health_checks[] = {
	{ "device", check_device },
	{ "module", check_module },
	{ "version", check_version },
	{ "lockdown", check_lockdown },
	{ "secureboot", check_secure_boot },
	{ "tracing", check_tracing },
	{ "types", check_types },
	{ "headers", check_headers },
	{ "dkms", check_dkms },
	{ NULL, NULL }
};
