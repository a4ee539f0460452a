# SPDX-License-Identifier: LGPL-2.1-or-later
# %% [markdown]
# # A camera's frame, in the camera's own memory
#
# Takes a frame from a V4L2 device and shows it with its channels beside it: nothing is copied until matplotlib draws.
# `python3 camera.py [/dev/video0 [camera.png]]`
import sys

import mview


# %% [markdown]
# ## The picture, and each of its channels
# `channels[i]` is a view: every third byte of the frame.
def main(path: str = "/dev/video0", to: str = "camera.png") -> None:
    from matplotlib.figure import Figure

    with mview.camera(path, pixel_format="RGB3", size=(640, 360), timeout=5) as frames:
        picture = next(frames)
    height, width, _ = picture.shape
    print(f"{path}: {width} by {height}, {picture.nbytes} bytes; the middle is {picture[height // 2, width // 2].tolist()}")
    figure = Figure(figsize=(9, 6), layout="constrained")
    axes = figure.subplot_mosaic("WWW;RGB", height_ratios=[3, 1])
    axes["W"].imshow(picture)
    for name, channel in zip("RGB", picture.transpose(2, 0, 1)):
        axes[name].imshow(channel[::4, ::4], cmap={"R": "Reds_r", "G": "Greens_r", "B": "Blues_r"}[name])
    for axis in axes.values():
        axis.set_axis_off()
    figure.savefig(to)


if __name__ == "__main__":
    main(*sys.argv[1:])
