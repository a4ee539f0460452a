# SPDX-License-Identifier: LGPL-2.1-or-later
# %% [markdown]
# # A camera's frame, in the camera's own memory
#
# Takes a frame from a V4L2 device, views its dma-buf and shows it with its channels beside it: nothing is copied until
# matplotlib draws. `python3 camera.py [/dev/video0 [camera.png]]`
import fcntl
import os
import struct
import sys

import mview

# %% [markdown]
# ## What V4L2 wants to be told
# Six commands of `linux/videodev2.h`; a number is the direction, the size of its struct, 'V' and a place in a list.
CAPTURE, MMAP, RGB24 = 1, 1, int.from_bytes(b"RGB3", "little")
S_FMT, REQBUFS, QBUF, EXPBUF, DQBUF = 0xC0D05605, 0xC0145608, 0xC058560F, 0xC0405610, 0xC0585611
STREAMON = 0x40045612


def frame(path: str, width: int = 640, height: int = 360) -> mview.View:
    """The next frame as rows of pixels of red, green and blue; it stays as it is when the camera is closed."""
    camera = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        pix = bytearray(struct.pack("=II3I", CAPTURE, 0, width, height, RGB24).ljust(208, b"\0"))
        fcntl.ioctl(camera, S_FMT, pix)
        width, height, fourcc, _, pitch = struct.unpack_from("=5I", pix, 8)
        if fourcc != RGB24:
            raise OSError(f"{path} has no RGB")
        fcntl.ioctl(camera, REQBUFS, bytearray(struct.pack("=3I", 2, CAPTURE, MMAP).ljust(20, b"\0")))
        buffer = bytearray(struct.pack("=II52xI", 0, CAPTURE, MMAP).ljust(88, b"\0"))
        fcntl.ioctl(camera, QBUF, buffer)
        fcntl.ioctl(camera, STREAMON, struct.pack("=i", CAPTURE))
        fcntl.ioctl(camera, DQBUF, buffer)
        index, = struct.unpack_from("=I", buffer)
        export = bytearray(struct.pack("=4I", CAPTURE, index, 0, os.O_CLOEXEC | os.O_RDWR).ljust(64, b"\0"))
        fcntl.ioctl(camera, EXPBUF, export)
        dmabuf, = struct.unpack_from("=i", export, 16)
        try:
            return mview.import_dmabuf(dmabuf, "B", (height, width, 3), (pitch, 3, 1))
        finally:
            os.close(dmabuf)
    finally:
        os.close(camera)


# %% [markdown]
# ## The picture, and each of its channels
# `channels[i]` is a view: every third byte of the frame.
def main(path: str = "/dev/video0", to: str = "camera.png") -> None:
    from matplotlib.figure import Figure

    picture = frame(path)
    height, width, _ = picture.shape
    print(f"{path}: {width} by {height}, {picture.nbytes} bytes of {picture.kind}; the middle is {picture[height // 2, width // 2].tolist()}")
    figure = Figure(figsize=(9, 6), layout="constrained")
    axes = figure.subplot_mosaic("WWW;RGB", height_ratios=[3, 1])
    with picture.sync(write=False):
        axes["W"].imshow(picture)
        for name, channel in zip("RGB", picture.transpose(2, 0, 1)):
            axes[name].imshow(channel[::4, ::4], cmap={"R": "Reds_r", "G": "Greens_r", "B": "Blues_r"}[name])
    for axis in axes.values():
        axis.set_axis_off()
    figure.savefig(to)


if __name__ == "__main__":
    main(*sys.argv[1:])
