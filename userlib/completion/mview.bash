# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Completion of mview for bash, which asks the tool: mview completion.

_mview()
{
	local line=${COMP_LINE:0:COMP_POINT} words word kept='' found
	read -ra words <<<"$line"
	[[ $line == *[![:space:]] ]] || words+=('')
	word=${words[-1]}
	# bash completes what is behind a colon, and the like, unless a quote is open.
	if [[ $word == [\"\']* ]]; then
		word=${word:1}
	elif [[ $word == *["$COMP_WORDBREAKS"]* ]]; then
		kept=${word%"${word##*["$COMP_WORDBREAKS"]}"}
	fi
	words[-1]=$word
	mapfile -t found < <("${words[0]}" completion -- "${words[@]:1}" 2>/dev/null)
	found=("${found[@]%%$'\t'*}")
	if [[ ${found[*]} == :file ]]; then
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -f -- "${word#"$kept"}")
		return
	fi
	COMPREPLY=("${found[@]#"$kept"}")
	# There is more to come behind these.
	[[ ${#found[@]} != 1 || ${found[0]} != *[:/=#\{.] ]] || compopt -o nospace
}

complete -F _mview mview
