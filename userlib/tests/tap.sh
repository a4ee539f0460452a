# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# TAP for shell tests: each function named test_NAME is one test, and passes if it returns 0.

# How long a test may take: the emulated machine may be a slow one
test_seconds=${test_seconds-600}

# A test's complaint, which fails it: wanted WHAT GOT PATTERN
wanted()
{
	# shellcheck disable=SC2053 # it is a pattern
	[[ $2 == $3 ]] && return
	printf '# %s is: %s\n# and should be: %s\n' "$1" "${2//$'\n'/$'\n'# }" "$3"
	return 1
}

# valid COMMAND EXPRESSION ARGUMENT...: what $mview COMMAND --json prints is by its schema, and the expression is true of it
valid()
{
	# shellcheck disable=SC2154 # the test sets it
	"$mview" "$1" --json "${@:3}" </dev/null | /usr/bin/python3 -B "${BASH_SOURCE[0]%/*}/schema.py" "$1" "$2"
}

# A test that can't be tried here, and why: run_tests has it by the way a status takes
skip()
{
	echo "77 $*" >&"$ended"
	exit 77
}

# What mview_sim has for registers is memory, which loads and stores of registers do not reach there.
needs_registers() { [[ $(uname -m) != s390x ]] || skip "memory can't stand in for registers on s390x"; }

# end_group ID: end the processes of that group, if there are any
end_group()
{
	kill -- "-$1" 2>/dev/null || return 0
	for _ in {1..50}; do
		pgrep -r D,R,S,T,t -g "$1" >/dev/null || return 0
		# One that is stopped ends once it goes on.
		kill -CONT -- "-$1" 2>/dev/null || return 0
		sleep 0.1
	done
	kill -KILL -- "-$1" 2>/dev/null || :
}

# run_test NAME: in a process group of its own, which ends with the test, with this shell, or when it takes too long. Sets why if it
# is skipped.
run_test()
{
	local test ended status=1
	# A pipe, which tells how it ended: its status, and perhaps why
	exec {ended}<> <(:)
	set -m
	# Not as a condition, which would turn -e off inside. The trap of EXIT runs at an exit, not at a signal.
	{ (trap 'exit 1' TERM; set -e; "test_$1") </dev/null; echo $? >&"$ended"; } &
	test=$!
	set +m
	# shellcheck disable=SC2064 # that of this test
	trap "kill -- -$test; exit 1" INT TERM
	read -r -t "$test_seconds" -u "$ended" status why || { echo "# $1 has not ended after $test_seconds s"; status=1; }
	exec {ended}>&-
	# Before it is waited for, as the group has its number until then
	end_group "$test"
	wait "$test"
	return "$status"
}

run_tests()
{
	local tests test status why n=0 failed=0 began
	mapfile -t tests < <(declare -F | sed -n 's/^declare -f test_//p')
	echo "1..${#tests[@]}"
	for test in "${tests[@]}"; do
		n=$((n + 1))
		began=$SECONDS
		run_test "$test"
		status=$?
		((SECONDS - began < 5)) || echo "# $test took $((SECONDS - began)) s"
		case $status in
		0) echo "ok $n - $test" ;;
		77) echo "ok $n - $test # SKIP $why" ;;
		*) echo "not ok $n - $test"; failed=1 ;;
		esac
	done
	return $failed
}
