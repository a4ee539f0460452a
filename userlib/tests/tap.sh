# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# TAP for shell tests: each function named test_NAME is one test, and passes if it returns 0.

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

# A test that can't be tried here, and why
skip()
{
	echo "# $*"
	exit 77
}

run_tests()
{
	local tests test status n=0 failed=0
	mapfile -t tests < <(declare -F | sed -n 's/^declare -f test_//p')
	echo "1..${#tests[@]}"
	for test in "${tests[@]}"; do
		n=$((n + 1))
		# Not as a condition, which would turn -e off inside.
		(set -e; "test_$test")
		status=$?
		case $status in
		0) echo "ok $n - $test" ;;
		77) echo "ok $n - $test # SKIP" ;;
		*) echo "not ok $n - $test"; failed=1 ;;
		esac
	done
	return $failed
}
