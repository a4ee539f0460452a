# SPDX-License-Identifier: LGPL-2.1-or-later
# %% [markdown]
# # Live data
#
# Plots blocks of a buffer as its driver announces them, e.g. of `mview_sim`'s `adc0`; each in a paler colour than the one
# before it. `python3 live.py [adc0 [live.png [8]]]`
import asyncio
import sys

import mview

# %% [markdown]
# ## Blocks as they come
# Each is copied by `tolist()`, as the driver goes on writing to its memory. Other tasks run while this one waits.
async def collect(name: str, count: int) -> dict[int, list]:
    blocks: dict[int, list] = {}
    with mview.open(name) as view:
        async for seq in mview.blocks(view):
            blocks[seq] = view.tolist()
            if len(blocks) == count:
                return blocks
    raise AssertionError("announcements have no end")


# %% [markdown]
# ## The plot
def main(name: str = "adc0", to: str = "live.png", count: str = "8") -> None:
    from matplotlib.figure import Figure

    blocks = asyncio.run(asyncio.wait_for(collect(name, int(count)), 60))
    print(f"{name}: blocks {', '.join(map(str, blocks))} of {len(next(iter(blocks.values())))} elements")
    figure = Figure(figsize=(9, 4), layout="constrained")
    axis = figure.subplots()
    for age, (seq, block) in enumerate(reversed(blocks.items())):
        axis.plot(block, color="tab:blue", alpha=1 / (1 + age), label=f"block {seq}" if not age else None)
    axis.set(title=name, xlabel="element")
    axis.legend(loc="upper right")
    figure.savefig(to)


if __name__ == "__main__":
    main(*sys.argv[1:])
