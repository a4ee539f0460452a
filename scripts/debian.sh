# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# lib.sh, and a Debian 12 of its own below a directory: its base is made once, and kept in the cache.
# shellcheck source=scripts/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

# new_debian DIR: with apt's lists, and no daemon that a package starts
new_debian()
{
	((EUID == 0)) || die "debootstrap and chroot want root"
	"$top/scripts/setup" packages
	cached "$cache/debian-12" make_debian || die "there is no Debian 12 to be had"
	rm -rf "$1"
	cp -a "$cache/debian-12" "$1"
	rm "$1/.stamp"
	within "$1" apt-get -q update >&2
}

make_debian()
{
	local suite
	suite=$(printf 'deb http://deb.debian.org/%s main\n' "debian bookworm" "debian bookworm-updates" "debian-security bookworm-security")
	debootstrap --variant=minbase --include=systemd-sysv,udev,kmod,initramfs-tools,ca-certificates,procps bookworm "$1" >&2 &&
	echo "$suite" >"$1/etc/apt/sources.list" &&
	printf '#!/bin/sh\nexit 101\n' >"$1/usr/sbin/policy-rc.d" && chmod +x "$1/usr/sbin/policy-rc.d" &&
	echo force-unsafe-io >"$1/etc/dpkg/dpkg.cfg.d/quick"
}

# within DIR COMMAND...: as root there, with a /proc, /sys and the like of its own, so that nothing that COMMAND starts outlives it
within()
{
	# shellcheck disable=SC2016 # it is for the other shell
	unshare --mount --pid --fork --kill-child bash -c 'mount -t proc proc "$0/proc" && mount -o bind,ro /sys "$0/sys" && mount -t tmpfs tmpfs "$0/dev/shm" &&
		mount -t devpts -o newinstance,ptmxmode=666 devpts "$0/dev/pts" && exec chroot "$0" "$@"' "$1" \
		env -i PATH="$PATH" HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "${@:2}"
}

# apt_within DIR WORD...
apt_within() { within "$1" apt-get -q -o Dpkg::Use-Pty=0 --no-install-recommends -y "${@:2}"; }

# local_repository DIR: of the packages that are in it, for a line "deb [trusted=yes] file:DIR ./"
local_repository() { (cd "$1" && apt-ftparchive packages . >Packages && apt-ftparchive release . >Release); }
