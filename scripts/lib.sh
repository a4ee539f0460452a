# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the scripts here share: where things are, how they speak and fail, packages, and the cache outside the tree.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
export build=$top/build
export HOME=${HOME:-~}
cache=${MVIEW_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mview}
me=${0##*/}
PATH+=:/usr/sbin:/sbin
# The scripts search the tools' messages and sorted output: use one locale.
export LC_ALL=C.UTF-8
# A make that a script starts is not part of the one that may have started the script.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES

# build_of ARCH: where what is built for Debian's architecture ARCH is. A guest of another architecture sees this as its build/.
build_of()
{
	case $1 in
	amd64) echo "$build" ;;
	*) echo "$build/$1" ;;
	esac
}

# The one of modules, libraries, tool and packages
version() { sed -n 's/^#define MVIEW_VERSION[[:space:]]*"\(.*\)"$/\1/p' "$top/kmod/version.h"; }

say() { printf '%s: %s\n' "$me" "$*" >&2; }
die() { say "$*"; exit 1; }

# usage: the comment at the head of the calling script, as help
usage() { sed -n '/^#!/d; /^# SPDX/d; /^#/!q; s/^# \{0,1\}//; p' "$0"; }

as_root()
{
	if ((EUID == 0)); then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		say "not root, and there is no sudo: cannot run: $*"
		return 1
	fi
}

is_debian() { [[ $(. /etc/os-release 2>/dev/null && echo "${ID:-}") == debian ]]; }

# What apt is told, and as whom it updates its lists; see apt_from
apt_options=() apt_as=(as_root)

# apt_from ARCH [SUITE...]: have the functions below see packages of Debian's architecture ARCH, whatever this machine's is; those
# of Debian's SUITEs, from where this machine has its own, or else of its own. As nothing of what apt sees there is to be
# installed, it keeps its state in the cache.
apt_from()
{
	local own arch=$1 name dir uri
	own=$(dpkg --print-architecture)
	apt_options=() apt_as=(as_root)
	[[ $* != "$own" ]] || return 0
	name=$*
	dir=$cache/apt/${name// /-}
	mkdir -p "$dir"/{lists,archives}/partial
	: >"$dir/status"
	apt_as=()
	apt_options=(
		-o "APT::Architecture=$arch" -o "APT::Sandbox::User=$(id -un)" -o Acquire::Languages=none
		-o "Dir::State=$dir" -o "Dir::State::status=$dir/status" -o "Dir::Cache=$dir"
	)
	(($# > 1)) || return 0
	# shellcheck disable=SC2016 # it is apt that expands this
	uri=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' | head -n 1)
	printf "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri %s main\n" "${@:2}" >"$dir/sources.list"
	apt_options+=(-o "Dir::Etc::SourceList=$dir/sources.list" -o Dir::Etc::SourceParts=/dev/null)
}

# apt_update: where a list could not be had, those that there are may do: what is then wanted in vain is told.
apt_update()
{
	say "updating the package lists"
	"${apt_as[@]}" apt-get -qq "${apt_options[@]}" update >&2 || say "not all of them could be updated"
}

apt_cache() { apt-cache "${apt_options[@]}" "$@"; }

# apt_extract DIR PACKAGE...: unpack packages below DIR without installing them; apt checks their checksums
apt_extract()
{
	local dir=$1 debs deb
	shift
	say "fetching $*"
	debs=$(mktemp -d) &&
	(cd "$debs" && apt-get -qq -o APT::Sandbox::User="$(id -un)" "${apt_options[@]}" download "$@" >&2) &&
	for deb in "$debs"/*.deb; do
		dpkg -x "$deb" "$dir" || break
	done
	local status=$?
	rm -rf "$debs"
	return $status
}

# A cached directory is whole when its stamp fits the names, sizes and times of all files in it.
fingerprint() { (cd "$1" && find . ! -type d ! -path ./.stamp -printf '%P %y %s %T@ %l\n' | LC_ALL=C sort | sha256sum); }
intact() { [[ -f $1/.stamp && $(fingerprint "$1") == "$(<"$1/.stamp")" ]]; }

# cached DIR COMMAND...: unless DIR is there and whole, have "COMMAND... NEW" fill a directory and put it in DIR's place
cached()
{
	local dir=$1 new=$1.new lock status=0
	shift
	intact "$dir" && return
	mkdir -p "$cache" "${dir%/*}"
	# One lock each: a kernel that is being built holds up nothing else.
	exec {lock}>"$cache/lock-${dir##*/}"
	flock "$lock"
	# Another run may have made it while this one waited.
	if ! intact "$dir"; then
		rm -rf "$dir" "$new"
		mkdir "$new" && "$@" "$new" && fingerprint "$new" >"$new/.stamp" && mv "$new" "$dir" || status=1
		rm -rf "$new"
	fi
	exec {lock}>&-
	return $status
}
