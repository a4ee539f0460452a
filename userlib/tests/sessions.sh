# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# For tests of manual pages and of the documentation: what stands there behind "$ " or "# " is typed, and what it prints is to stand
# below it. Numbers behind \& vary, and so does how columns are aligned. In Markdown, which has no such marks, all numbers vary, and curves
# of plots; a line of ... stands for any; words behind four blanks are no part of a command; and where nothing stands below one, it is
# to succeed. $tmp is a directory of the test.

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

# sections PAGE.md: "TITLE<tab>LINE" for the lines of its blocks of commands
sections()
{
	awk '
		!inside && /^#+ / { title = $0; sub(/^#+ /, "", title) }
		/^```/ { inside = !inside; typed = inside && $0 == "```" && last !~ /^<!-- /; last = ""; next }
		typed { print title "\t" $0 }
		{ last = $0 }' "$1"
}

# varying: what standard input, of Markdown, is like
varying()
{
	sed -E '/^[$#] /{ s/ {4,}.*//; b }
		s/^\.\.\.$/\\*/; s/([│┤]).*/\1\\*/; s/0x[0-9a-f]+|[0-9]+(\.[0-9]+)?/\\\&&/g'
}

# session PAGE TITLE [host]: the commands and their output in the part of the page with that title
session()
{
	if [[ $1 == *.rst ]]; then
		sessions "$1" "${3:-}" | sed -n "s/^$2\t//p"
		return
	fi
	if [[ $1 == *.md ]]; then
		sections "$1" | sed -n "s/^$2\t//p" | varying
		return
	fi
	sed -n "/^\.S[sh] $2\$/,/^\.S[sh] /p" "$1" | sed -n '/^\.Bd -literal/,/^\.Ed/p' | sed '/^\./d; s/\\e/\\/g'
}

# lines PAGE: the commands that stand alone in a manual page, and are to be typed
lines()
{
	awk '/^\.Dl (mview|# )/ && !/ (Ns|Ar) / && last !~ /^\.\\" not typed: / { sub(/^\.Dl (# )?/, ""); print } { last = $0 }' "$1" |
		sed 's/\\-/-/g; s/\\e/\\/g'
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
		[[ $rest == *'\&'* ]] || break
		rest=${rest#*'\&'}
		[[ $rest =~ $number ]] || continue
		pattern+='[0-9a-fx.]+'
		rest=${rest#"${BASH_REMATCH[0]}"}
	done
	pattern=${pattern//'\\\*'/.*}
}

# typed STATUS PAGE COMMAND WANT: whether a command has printed and ended as it should; one in the background has half a minute
typed()
{
	if [[ $2 == *.md && ! $4 ]]; then
		(($1 == 0)) || { printf '# %s\n' "$3 ends with status $1:" "$(<"${tmp:?}/said")"; return 1; }
		return 0
	fi
	if [[ $3 == *'&' ]]; then
		for _ in {1..150}; do
			! prints "$4" "$3" >/dev/null || break
			command sleep 0.2
		done
	fi
	prints "$4" "$3"
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
		[[ ! $command ]] || typed "$status" "$1" "$command" "$want"
		command=${line#??} want=''
		# What is still in the background has the old file.
		rm -f "$tmp/said"
		set +e
		(exit $status)
		eval "$command" >"$tmp/said" 2>&1
		status=$?
		set -e
	done
}

# type_lines PAGE: the commands that stand alone. Those that go on are interrupted, and those with & behind them left in the background;
# diff may find a difference, and ring something wrong
type_lines()
{
	local line status seconds
	while IFS= read -r line; do
		status=0 seconds=60
		if [[ $line == *'&' ]]; then
			eval "$line" >"$tmp/said" 2>&1
			command sleep 10
			continue
		fi
		[[ ! $line =~ ' '(--follow|-F|record|--every)' ' ]] || seconds=4
		timeout -s INT $seconds bash -c "$line" </dev/null >"$tmp/said" 2>&1 || status=$?
		case $status:$seconds:$line in
		0:* | 124:4:* | 1:*' diff '* | [3-6]:*' ring '*) ;;
		*) printf '# %s\n' "$line ends with status $status:" "$(<"$tmp/said")"; return 1 ;;
		esac
	done < <(lines "$1")
}
