# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
#
# debian.sh, and Debians on the image of a disk, which QEMU boots to do one step of a check after the other (scripts/check-packages-guest).
# Who includes this sets $work, a directory below build/: it has the disk, as each step left it, what was said, and share/, which the guest sees.
# shellcheck source=scripts/debian.sh
. "${BASH_SOURCE[0]%/*}/debian.sh"
# shellcheck source=userlib/tests/tap.sh
. "$top/userlib/tests/tap.sh"

# As Debian's headers have it
use_ccache=DEBIAN_KERNEL_USE_CCACHE=yes
builder=(linux-image-amd64 linux-headers-amd64 dkms ccache gcc make pkgconf libc6-dev python3-numpy pahole)
# How long a guest may take
limit=1800

# make_builder RELEASE DIR: a Debian as somebody has it who builds modules, with an initrd for the guest alone
make_builder()
{
	new_debian "$@" &&
	printf '%s\n' virtio_pci virtio_blk ext4 >"$2/etc/initramfs-tools/modules" &&
	sed -i 's/^MODULES=.*/MODULES=list/' "$2/etc/initramfs-tools/initramfs.conf" &&
	echo RESUME=none >"$2/etc/initramfs-tools/conf.d/resume" &&
	apt_within "$2" install "${builder[@]}" >&2 &&
	apt_within "$2" clean &&
	printf '%s\n' 'cache_dir = /ccache' 'compiler_check = content' 'sloppiness = include_file_ctime,include_file_mtime,time_macros' >"$2/etc/ccache.conf"
}

# new_builder RELEASE DIR: a copy of it, which is made once
new_builder()
{
	local base
	base=$cache/debian-$1-builder-$({ declare -f make_builder && echo "${builder[@]}"; } | cksum | cut -d ' ' -f 1)
	cached "$base" make_builder "$1" && cp -a "$base" "$2" && rm "$2/.stamp" && within "$2" apt-get -q update
}

# make_disk ROOT: of what is in ROOT, with what has the guest run a step at each boot, and not what would only take its time
make_disk()
{
	local unit=$1/etc/systemd/system
	mkdir "$1/share"
	ln -sfn share/ccache "$1/ccache"
	rm -r "$1"/var/lib/apt/lists "$1/usr/sbin/policy-rc.d"
	cat >"$unit/check.service" <<-UNIT
		[Unit]
		SuccessAction=poweroff
		FailureAction=poweroff
		[Service]
		Type=oneshot
		Environment=$use_ccache
		TimeoutStartSec=infinity
		ExecStartPre=mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000 share /share
		ExecStart=/share/check-packages-guest
		[Install]
		WantedBy=multi-user.target
	UNIT
	within "$1" systemctl enable check.service
	within "$1" systemctl mask {apt-daily,apt-daily-upgrade,dpkg-db-backup,e2scrub_all,fstrim}.timer getty@tty1.service serial-getty@ttyS0.service
	truncate -s 4G "$work/disk" && mkfs.ext4 -q -F -d "$1" "$work/disk"
}

# from_disk FILE: of what the disk's links lead to
from_disk()
{
	local link
	link=$(debugfs -R "stat $1" "$work/disk" 2>/dev/null | sed -n 's/^Fast link dest: "\(.*\)"$/\1/p')
	debugfs -R "dump /$link $work/${1#/}" "$work/disk" 2>/dev/null
}

# boot STEP CPUS
boot()
{
	from_disk /vmlinuz
	from_disk /initrd.img
	truncate -s 64M "$work/nvme"
	timeout --foreground -k 5 "$limit" qemu-system-x86_64 -accel tcg,thread=multi -cpu max,erms=off -machine q35 -smp "$2" -m 1024 \
		-nodefaults -no-user-config -display none -no-reboot -kernel "$work/vmlinuz" -initrd "$work/initrd.img" \
		-append "root=/dev/vda rw console=ttyS0 systemd.show_status=0 panic=-1 oops=panic mitigations=off mview_step=$1" \
		-drive "file=$work/disk,if=none,id=root,format=raw,cache=unsafe" -device virtio-blk-pci,drive=root \
		-drive "file=$work/nvme,if=none,id=nvme,format=raw" -device nvme,drive=nvme,serial=1 \
		-virtfs "local,path=$work/share,mount_tag=share,security_model=none,multidevs=remap" \
		-chardev "file,id=console,path=$work/$1.console" -serial chardev:console </dev/null
}

# guest_step BEFORE NAME: on a copy of the disk as the step BEFORE left it
guest_step()
{
	local cpus=1
	# A trace that opens patches the kernel's code, of which the emulation of several CPUs can make a crash
	[[ $2 != *install ]] || cpus=2
	rm -f "$work/share/$2".*
	cp "$top/scripts/check-packages-guest" "$top/userlib/tests/tap.sh" "$work/share"
	cp --sparse=always "$work/disk-after-$1" "$work/disk" || return
	boot "$2" "$cpus"
	cat "$work/share/$2.tap"
}

# step NAME COMMAND...: its TAP is in NAME.tap, and the disk as it left it is kept
step()
{
	local began=$SECONDS
	"${@:2}" >"$work/$1.tap" 2>"$work/$1.err"
	cp --sparse=always "$work/disk" "$work/disk-after-$1"
	say "$1: $((SECONDS - began)) s"
}

# results STEP...: all as those of one run; a step without those it announced has failed
results()
{
	local step
	for step; do
		awk -v step="$step" '
			/^1\.\./ { wanted = substr($0, 4); next }
			/^(not )?ok / { sub(/ok [0-9]+ - /, "ok - " step "_"); seen++ }
			{ print }
			END { print (wanted && wanted == seen ? "ok" : "not ok") " - " step "_has_ended" }' "$work/$step.tap"
	done | awk '/^(not )?ok - / { sub(/ok - /, "ok " ++n " - ") } { print } END { print "1.." n }' | tee "$work/tap"
	! grep -q '^not ok' "$work/tap"
}
