#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Documents on standard input, one a line, against the schema of a command: schema.py COMMAND [EXPRESSION]

The expression is Python's, on the list of them, "docs"; it is to be true.
"""
import json
import os
import sys

import jsonschema

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    with open(os.path.join(HERE, "..", "cli", "schema", sys.argv[1] + ".json")) as file:
        schema = json.load(file)
    validator = jsonschema.validators.validator_for(schema)(schema)
    validator.check_schema(schema)
    docs = [json.loads(line, parse_constant=lambda name: 1 / 0) for line in sys.stdin]
    for document in docs:
        validator.validate(document)
    if not docs or not eval("(%s)" % (sys.argv[2] if len(sys.argv) > 2 else True), {"docs": docs}):
        sys.exit("# %s is not true of %s" % (sys.argv[2:], docs))


if __name__ == "__main__":
    main()
