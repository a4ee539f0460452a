# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# For tests of what needs a terminal: it is a window of tmux, of a server of their own. Nothing is waited for but text on the
# screen, for $patience seconds at most.
: "${work:?is a directory of the test}"
terminals=0 terminal=
term=screen-256color
export LC_ALL=C.UTF-8

command -v tmux >/dev/null || { echo "1..0 # SKIP tmux is not installed: apt install tmux"; exit 0; }

# tm COMMAND...: tell the server
tm()
{
	tmux -u -L "$terminal" "$@"
}

# terminal_begin COLUMNSxROWS [NAME=VALUE]... COMMAND...: runs it on a terminal of that size. Its status is told when it ends,
# and the modes of the terminal are, which are those from before if all is in order. It ends with the shell, or with the next one.
terminal_begin()
{
	local size=$1
	shift
	terminal_end
	trap terminal_end EXIT
	terminals=$((terminals + 1))
	terminal=mview-test-$BASHPID-$terminals
	printf '%q ' env TERM="$term" "$@" >"$work/command"
	cat >"$work/run" <<-END
		modes() { stty -a | sed 's/rows.*columns [0-9]*; //'; }
		modes >"$work/before"
		. "$work/command"
		status=\$?
		modes >"$work/after"
		echo "[status \$status]"
		read -r
	END
	rm -f "$work/before" "$work/after"
	printf 'set -g status off\nset -g default-terminal %s\n' "$term" >"$work/tmux.conf"
	tm -f "$work/tmux.conf" new-session -d -x "${size%x*}" -y "${size#*x}" "bash --norc $work/run"
}

terminal_end()
{
	[[ ! $terminal ]] || tm kill-server 2>/dev/null || :
	terminal=
}

terminal_resize()
{
	tm resize-window -x "${1%x*}" -y "${1#*x}"
}

# types KEY...: as tmux names them: Down, C-c, Enter, q
types()
{
	tm send-keys "$@"
}

# What is on the screen
screen()
{
	tm capture-pane -p
}

# The same, with how it looks as escape sequences
screen_looks()
{
	tm capture-pane -p -e
}

# For how long, in seconds: the machine may have other work.
patience=120

# sees PATTERN: wait until what is on the screen matches
sees()
{
	local until=$((SECONDS + patience)) text
	while text=$(screen); ((SECONDS < until)); do
		# shellcheck disable=SC2053 # it is a pattern
		[[ $text == $1 ]] && return
		sleep 0.02
	done
	wanted "what is on the screen" "$text" "$1"
}

# What is on the screen, but for the process in the name of a source
screen_of_anyone()
{
	screen | sed '1{/^ fd:/{s/^ fd:[^ ]* */ fd:PID /; s/  */ /g}}'
}

# sees_golden NAME: wait until the screen is that of screens/NAME.txt, which is written if UPDATE_SCREENS is set
sees_golden()
{
	local file until=$((SECONDS + patience))
	file=$(dirname "$0")/screens/$1.txt
	if [[ ${UPDATE_SCREENS-} ]]; then
		sleep 1
		screen_of_anyone >"$file"
	fi
	while ((SECONDS < until)); do
		[[ $(screen_of_anyone) == "$(<"$file")" ]] && return
		sleep 0.02
	done
	diff -u "$file" <(screen_of_anyone) | sed 's/^/# /'
	return 1
}

# ended STATUS: the command has, and the terminal is in order
ended()
{
	sees "*\[status $1\]*"
	diff "$work/before" "$work/after" | sed 's/^/# /'
	cmp -s "$work/before" "$work/after"
	wanted "the flags of the screen" "$(tm display -p '#{alternate_on} #{cursor_flag} #{keypad_cursor_flag}')" '0 1 0'
}
