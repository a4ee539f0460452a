# SPDX-License-Identifier: LGPL-2.1-or-later
"""The code in documents. Which blocks are tried where, tests/quoted.py of libmview counts."""
import re
from pathlib import Path

TREE = Path(__file__).resolve().parents[3]


def block_of(document, number):
    """A block of Python."""
    return re.findall(r"^```python\n(.*?)^```", (TREE / document).read_text(), re.M | re.S)[number]
