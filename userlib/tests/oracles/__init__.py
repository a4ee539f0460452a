# SPDX-License-Identifier: GPL-2.0
"""The oracle's tests, by name.

A new operation is one function here, in the module that it fits:

    @oracle(weight)
    def slices(draw):
        ...draw a case, do it on both sides, compare: equal(), outcomes()

@weight is its share of all cases, in proportion to the others' weights. What
it needs of libmview stands in library.py's table of prototypes. Its choices
come from @draw alone (draw.py), or a failure could not be replayed.
"""
TESTS = {}
WEIGHTS = {}


def oracle(weight):
    def enter(function):
        TESTS[function.__name__] = function
        WEIGHTS[function.__name__] = weight
        return function
    return enter
