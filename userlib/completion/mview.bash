# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Completion of mview for bash, which asks the tool: mview completion.

_mview()
{
	local line=${COMP_LINE:0:COMP_POINT} words word kept='' quote='' found i
	# shellcheck disable=SC2162 # what is behind a backslash is itself
	read -a words <<<"$line"
	[[ $line == *[![:space:]] ]] || words+=('')
	word=${words[-1]}
	# bash completes what is behind a colon, and the like, unless a quote is open.
	if [[ $word == [\"\']* ]]; then
		quote=${word::1} word=${word:1}
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
	# What a file or a recording calls itself is text, not shell.
	for i in "${!found[@]}"; do
		word=${found[i]#"$kept"}
		case $quote in
		\') [[ $word != *\'* ]] || continue ;;
		\") [[ $word != *[\"\$\`\\!]* ]] || continue ;;
		*) printf -v word %q "$word" ;;
		esac
		COMPREPLY+=("$word")
	done
	# There is more to come behind these.
	[[ ${#found[@]} != 1 || ${found[0]} != *[:/=#\{.] ]] || compopt -o nospace
}

complete -F _mview mview
