# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# lib.sh, and a Debian of its own below a directory: the base of each release is made once, and kept in the cache.
# shellcheck source=scripts/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

declare -A suites=([12]=bookworm [13]=trixie)

# new_debian RELEASE DIR: with apt's lists, and no daemon that a package starts
new_debian()
{
	((EUID == 0)) || die "debootstrap and chroot want root"
	"$top/scripts/setup" packages
	cached "$cache/debian-$1" make_debian "${suites[$1]}" || die "there is no Debian $1 to be had"
	rm -rf "$2"
	cp -a "$cache/debian-$1" "$2"
	rm "$2/.stamp"
	within "$2" apt-get -q update >&2
}

# make_debian SUITE DIR
make_debian()
{
	debootstrap --variant=minbase --include=systemd-sysv,udev,kmod,initramfs-tools,ca-certificates,procps "$@" >&2 &&
	printf 'deb http://deb.debian.org/%s main\n' "debian $1" "debian $1-updates" "debian-security $1-security" >"$2/etc/apt/sources.list" &&
	printf '#!/bin/sh\nexit 101\n' >"$2/usr/sbin/policy-rc.d" && chmod +x "$2/usr/sbin/policy-rc.d" &&
	echo force-unsafe-io >"$2/etc/dpkg/dpkg.cfg.d/quick"
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
