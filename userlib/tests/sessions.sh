# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# For tests of manual pages and of the documentation: what stands there behind "$ " or "# " is typed, and what it prints is to stand
# below it. Numbers behind \& vary, and so does how columns are aligned. $tmp is a directory of the test.

# sessions PAGE.rst [host]: "TITLE<tab>LINE" for the lines of its directives "session", or of those for the machine that builds mview
sessions()
{
	awk -v which="${2:-}" '
		/^[-=~]+$/ && length($0) >= length(last) && last != "" { title = last }
		/^\.\. session::/ { typed = $3 == which; blanks = -1; next }
		typed && /^   / { while (blanks-- > 0) print title "\t"; blanks = 0; print title "\t" substr($0, 4); next }
		typed && $0 == "" { if (blanks >= 0) blanks++; next }
		{ typed = 0; last = $0 }' "$1"
}

# session PAGE TITLE [host]: the commands and their output in the part of the page with that title
session()
{
	if [[ $1 == *.rst ]]; then
		sessions "$1" "${3:-}" | sed -n "s/^$2\t//p"
		return
	fi
	sed -n "/^\.S[sh] $2\$/,/^\.S[sh] /p" "$1" | sed -n '/^\.Bd -literal/,/^\.Ed/p' | sed '/^\./d; s/\\e/\\/g'
}

# squeezed TEXT: $squeezed is it, without blanks that align
squeezed()
{
	local line words
	squeezed=
	while IFS= read -r line; do
		read -ra words <<<"${line%$'\r'}"
		squeezed+=${squeezed:+$'\n'}${words[*]}
	done <<<"$1"
}

# pattern TEXT: $pattern is a regular expression for it
pattern()
{
	local number='^(0x[0-9a-f]+|[0-9]+(\.[0-9]+)?)' rest=$1 text
	pattern=
	while :; do
		text=${rest%%'\&'*}
		pattern+=${text//[][\\.*^\$+?()\{\}|]/\\&}
		[[ $rest == *'\&'* ]] || return 0
		rest=${rest#*'\&'}
		[[ $rest =~ $number ]] || continue
		pattern+='[0-9a-fx.]+'
		rest=${rest#"${BASH_REMATCH[0]}"}
	done
}

# prints WANT COMMAND: what it has said is in $tmp/said
prints()
{
	local said
	said=$(<"${tmp:?}/said")
	[[ $1 || $said ]] || return 0
	squeezed "$said"
	said=$squeezed
	squeezed "$1"
	pattern "$squeezed"
	[[ $said =~ ^$pattern$ ]] && return
	printf '# %s\n' "$2 prints:" "${said//$'\n'/$'\n'# }" "and should:" "${1//$'\n'/$'\n'# }"
	return 1
}

# type_session PAGE TITLE [host]: one command after the other, in this shell; $! and $? are of the one before
type_session()
{
	local lines line command='' want='' status=0
	mapfile -t lines < <(session "$@"; echo '$ ')
	((${#lines[@]} > 1)) || return
	for line in "${lines[@]}"; do
		if [[ $line != [\$#]' '* ]]; then
			want+=${want:+$'\n'}$line
			continue
		fi
		[[ ! $command ]] || prints "$want" "$command"
		command=${line#??} want=''
		set +e
		(exit $status)
		eval "$command" >"$tmp/said" 2>&1
		status=$?
		set -e
	done
}
