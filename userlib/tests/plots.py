#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What mview plot and mview image draw, read back from their PNG files and compared with NumPy.

    plots.py MVIEW
"""
import os
import subprocess
import sys

import matplotlib.image
import numpy

import tap

FRAME = (0.2, 0.2, 0.2)
SERIES = [(0, 0.45, 0.7), (0.84, 0.37, 0), (0, 0.62, 0.45)]
RADIUS = 600 / 45 / 5 + 1



class Tool:
    """The tool, and a file of elements that it is given."""

    def __init__(self, mview, directory):
        self.mview, self.directory, self.said = mview, directory, ""

    def path(self, name):
        return os.path.join(self.directory, name)

    def run(self, command, array, *options, status=0):
        numpy.save(self.path("a.npy"), array)
        done = subprocess.run([self.mview, command, "file:" + self.path("a.npy"), *options], capture_output=True, text=True,
                              env={**os.environ, "LC_ALL": "C"})
        assert done.returncode == status, (done.returncode, done.stderr)
        self.said = done.stderr
        return done.stderr if status else done.stdout

    def image(self, command, array, *options):
        self.run(command, array, *options, "-o", self.path("a.png"))
        return matplotlib.image.imread(self.path("a.png"))


def is_color(image, color):
    return (abs(image[..., :3] - color) < 0.02).all(-1)


def is_mostly(image, color):
    """Edges are mixed with white."""
    dark, wanted = 1 - image[..., :3], 1 - numpy.array(color)
    share = dark @ wanted / (wanted @ wanted)
    return (share > 0.4) & (abs(dark - share[..., None] * wanted) < 0.08).all(-1)


class Chart:
    """The box of the axes, and where in it a series is; points have their radius between the box and the ends of the axes."""

    def __init__(self, image, x, y, radius=0):
        self.image, self.x, self.y = image, x, y
        frame = is_color(image, FRAME)
        rows, = numpy.nonzero(frame.mean(1) > 0.5)
        columns, = numpy.nonzero(frame.mean(0) > 0.5)
        assert len(rows) == 2 and len(columns) == 2, (rows, columns)
        self.top, self.bottom = rows
        self.left, self.right = columns
        self.left, self.right, self.top, self.bottom = self.left + radius, self.right - radius, self.top + radius, self.bottom - radius

    def column_of(self, x):
        return self.left + (x - self.x[0]) / (self.x[1] - self.x[0]) * (self.right - self.left)

    def value_of(self, row):
        return self.y[0] + (self.bottom - row) / (self.bottom - self.top) * (self.y[1] - self.y[0])

    def columns(self, series=0):
        """For each column of pixels, the least and the greatest value of a series, or nan."""
        seen = is_mostly(self.image, SERIES[series])
        seen[:int(self.top) - 3] = False
        values = numpy.full((self.image.shape[1], 2), numpy.nan)
        for column in numpy.nonzero(seen.any(0))[0]:
            rows, = numpy.nonzero(seen[:, column])
            values[column] = self.value_of(rows[-1]), self.value_of(rows[0])
        return values


def near(value, wanted, by):
    assert abs(value - wanted) <= by, (value, wanted)


def values_stand_at_their_indices(tool):
    steps = numpy.repeat([1.0, 7.0, 3.0, 9.0], 50)
    chart = Chart(tool.image("plot", steps, "--y-range", "0:10"), (0, 199), (0, 10))
    columns = chart.columns()
    for index in 20, 70, 120, 170:
        near(columns[round(chart.column_of(index))].mean(), steps[index], 0.1)


def each_channel_is_a_series(tool):
    for shape in (500, 3), (3, 500):
        levels = numpy.empty(shape, "<i2")
        levels[:] = [10, 20, 30] if shape[1] == 3 else numpy.array([[10], [20], [30]])
        chart = Chart(tool.image("plot", levels, "--y-range", "0:40"), (0, 499), (0, 40))
        for series in range(3):
            near(chart.columns(series)[round(chart.column_of(250))].mean(), 10 * (series + 1), 0.2)
    assert "more than" in tool.run("plot", numpy.zeros((20, 20)), status=1)
    assert "take a slice" in tool.run("plot", numpy.zeros((2, 2, 2)), status=1)


def fields_are_series_and_bits_are_numbers(tool):
    records = numpy.zeros(100, [("len", "<u2"), ("pos", [("x", "<f4"), ("y", "<f4")]), ("flags", "u1"), ("taps", "<i2", 3)])
    records["pos"]["y"], records["flags"], records["taps"] = 4, 0b1011, [1, 2, 3]
    options = ["--y-range", "0:5", "--fields"]
    chart = Chart(tool.image("plot", records, *options, "len,pos.y"), (0, 99), (0, 5))
    near(chart.columns(1)[round(chart.column_of(50))].mean(), 4, 0.1)
    chart = Chart(tool.image("plot", records, "--bits", "flags{low:2:0}", *options, "flags.low"), (0, 99), (0, 5))
    near(chart.columns()[round(chart.column_of(50))].mean(), 3, 0.1)
    chart = Chart(tool.image("plot", records, *options, "taps"), (0, 99), (0, 5))
    near(chart.columns(2)[round(chart.column_of(50))].mean(), 3, 0.1)
    assert (tool.image("plot", records) == tool.image("plot", records, "-i", "len")).all()
    tool.run("plot", records)
    assert "this is len; --fields chooses others" in tool.said, tool.said
    assert "no number" in tool.run("plot", numpy.zeros(9, [("name", "S5"), ("taps", "<i2", (2, 2))]), status=1)
    assert "nothing" in tool.run("plot", records, "--fields", "nothing", status=1)


def elements_that_are_not_wanted_are_gaps(tool):
    records = numpy.zeros(100, [("value", "<u2"), ("valid", "u1")])
    records["value"], records["valid"][30:70] = 5, 1
    chart = Chart(tool.image("plot", records, "-i", "value", "-W", "valid", "--y-range", "0:10"), (0, 99), (0, 10))
    columns = chart.columns()
    assert numpy.isnan(columns[round(chart.column_of(20))]).all()
    assert not numpy.isnan(columns[round(chart.column_of(50))]).any()


def a_sines_peak_is_at_its_frequency(tool):
    at = numpy.arange(4096)
    sine = 2 * numpy.sin(2 * numpy.pi * at * 1234 / 4096)
    for extra, peak in (["--linear", "--y-range", "0:4"], 2), (["--y-range", "-100:20"], 20 * numpy.log10(2)):
        chart = Chart(tool.image("plot", sine, "--fft", "--rate", "48k", "-S", "3000x900", *extra), (0, 24000),
                      [float(end) for end in extra[-1].split(":")])
        columns = chart.columns()[:, 1]
        near(numpy.nanargmax(columns), chart.column_of(1234 / 4096 * 48000), 2)
        near(numpy.nanmax(columns), peak, (chart.y[1] - chart.y[0]) / 400)


def counts_are_numpys(tool):
    random = numpy.random.default_rng(5)
    for values, bins in (random.normal(size=2000), 20), (random.integers(-3, 4, 500).astype("<i2"), 7), (numpy.full(9, 2.0), 5):
        counts, edges = numpy.histogram(values, bins)
        chart = Chart(tool.image("plot", values, "--histogram", "--bins", str(bins), "-S", "900x1200", "--y-range",
                                 "0:%d" % counts.max()), (edges[0], edges[-1]), (0, counts.max()))
        columns = chart.columns()
        for count, left, right in zip(counts, edges, edges[1:]):
            near(numpy.nan_to_num(columns[round(chart.column_of((left + right) / 2))][1]), count, counts.max() / 600)


def a_histogram_is_of_all_elements(tool):
    picture = numpy.random.default_rng(7).integers(0, 8, (30, 20, 3)).astype("u1")
    image = tool.image("plot", picture, "--histogram", "--bins", "8")
    assert (image == tool.image("plot", picture.reshape(-1), "--histogram", "--bins", "8")).all()
    counts, edges = numpy.histogram(picture, 8)
    chart = Chart(tool.image("plot", picture, "--histogram", "--bins", "8", "--y-range", "0:%d" % counts.max()), (edges[0], edges[-1]), (0, counts.max()))
    near(chart.columns()[round(chart.column_of((edges[3] + edges[4]) / 2))][1], counts[3], counts.max() / 300)
    assert "more than" in tool.run("plot", picture[..., 0], "--histogram", "--axis", "0", status=1)
    tool.run("plot", picture[:, :2, 0], "--histogram", "--axis", "0")


def points_are_whole_and_can_be_seen(tool):
    """Also those at the ends of the axes."""
    records = numpy.zeros(3, [("i", "<f8"), ("q", "<f8")])
    records["i"], records["q"] = [0, 5, 10], [0, 50, 100]
    for size in "1000x600", "400x1800":
        image = tool.image("plot", records, "--xy", "i,q", "--x-range", "0:10", "--y-range", "0:100", "-S", size)
        chart = Chart(image, (0, 10), (0, 100))
        seen = is_mostly(image, SERIES[0])
        for x, y in records:
            near_x, near_y = round(chart.column_of(x)), round(chart.bottom - y / 100 * (chart.bottom - chart.top))
            part = seen[max(near_y - 40, 0):near_y + 40, max(near_x - 40, 0):near_x + 40]
            rows, = numpy.nonzero(part.any(1))
            columns, = numpy.nonzero(part.any(0))
            assert len(rows) >= 5 and abs(len(columns) - len(rows)) <= 1 and (part.sum() > len(rows) ** 2 * 0.7), (x, y, len(columns), len(rows))


def files_are_what_their_names_say(tool):
    values = numpy.arange(9)
    for ending, begins in ("svg", b"<?xml"), ("pdf", b"%PDF"), ("PNG", b"\x89PNG"), ("", b"\x89PNG"):
        path = tool.path("drawn" + ("." + ending if ending else ""))
        tool.run("plot", values, "-o", path)
        with open(path, "rb") as file:
            assert file.read().startswith(begins), path
    for command, wanted in ("plot", ".png, .svg or .pdf"), ("image", "written as .png"):
        assert wanted in tool.run(command, values, "-o", tool.path("a.jpg"), status=2)
        assert not os.path.exists(tool.path("a.jpg"))
    os.symlink("/dev/full", tool.path("full.pdf"))
    assert "No space left" in tool.run("plot", values, "-o", tool.path("full.pdf"), status=1)


def points_stand_at_both_values(tool):
    records = numpy.zeros(3, [("i", "<f8"), ("q", "<f8")])
    records["i"], records["q"] = [1, 5, 9], [20, 80, 40]
    axes = ["--x-range", "0:10", "--y-range", "0:100"]
    chart = Chart(tool.image("plot", records, "--xy", "i,q", *axes), (0, 10), (0, 100), RADIUS)
    for x, y in records:
        near(numpy.nanmean(chart.columns()[round(chart.column_of(x))]), y, 0.5)
    assert numpy.isnan(chart.columns()[round(chart.column_of(3))]).all()
    pairs = numpy.stack([records["q"], records["i"]], 1)
    chart = Chart(tool.image("plot", pairs, "--axis", "0", "--xy", "1,0", *axes), (0, 10), (0, 100), RADIUS)
    near(numpy.nanmean(chart.columns()[round(chart.column_of(5))]), 80, 0.5)
    assert "numbers of series" in tool.run("plot", pairs, "--axis", "0", "--xy", "1,2", status=1)


def what_cannot_be_plotted_is_told(tool):
    assert "no elements" in tool.run("plot", numpy.zeros(0), status=1)
    assert "no number" in tool.run("plot", numpy.zeros(4, "S5"), status=1)
    assert "no number" in tool.run("plot", numpy.zeros(4, "u1"), "--format", "x(3)0s", status=1)
    assert "finite" in tool.run("plot", numpy.array([1, numpy.nan, 3]), "--fft", status=1)
    assert "two elements" in tool.run("plot", numpy.array([1.0]), "--fft", status=1)
    assert "x-range" in tool.run("plot", numpy.zeros(4), "--x-range", "7:9", status=1)
    for options in ["--min", "3", "--max", "2"], ["--xy", "0,1", "--fft"], ["--rate", "0"], ["--window", "square"], ["-S", "3x3"]:
        tool.run("plot", numpy.zeros(4), *options, status=2)


def nothing_and_all_the_same_are_drawn(tool):
    for values in [numpy.nan] * 9, [numpy.inf, -numpy.inf], [3.0] * 9, [7.0], [1e308, -1e308], [0.0, 5e-324]:
        for kind in [], ["--histogram"]:
            lines = tool.run("plot", numpy.array(values), *kind).splitlines()
            assert len(lines) == 20 and all(len(line) <= 80 for line in lines), lines
            Chart(tool.image("plot", numpy.array(values), *kind), (0, 1), (0, 1))


def many_values_take_little_memory(tool):
    """A spike among 64 Mi values is seen, in far less memory than they have."""
    count = 64 << 20
    spike = numpy.lib.format.open_memmap(tool.path("big.npy"), "w+", "|i1", (count,))
    spike[count // 3] = 100
    spike.flush()
    subprocess.run([*tap.limited(24576, tool.mview), "plot", "file:" + tool.path("big.npy"), "-o", tool.path("big.png"),
                    "--y-range", "-100:100"], check=True)
    chart = Chart(matplotlib.image.imread(tool.path("big.png")), (0, count - 1), (-100, 100))
    near(numpy.nanargmax(chart.columns()[:, 1]), chart.column_of(count // 3), 2)


def a_full_disk_is_told_and_a_device_stays(tool):
    os.symlink("/dev/full", tool.path("full"))
    for command in "plot", "image":
        assert "No space left" in tool.run(command, numpy.zeros((4, 4), "u1"), "-o", tool.path("full"), status=1)
        assert os.path.lexists(tool.path("full"))


def what_was_there_stays_where_the_disk_is_full(tool):
    """The size of a file is limited, as that of a disk is."""
    with open(tool.path("old.png"), "w") as file:
        file.write("old")
    numpy.save(tool.path("noise.npy"), numpy.random.default_rng(1).integers(0, 256, (256, 256, 3)).astype("u1"))
    done = subprocess.run(["bash", "-c", "trap '' XFSZ; ulimit -f 8; exec \"$@\"", "bash", tool.mview, "image",
                           "file:" + tool.path("noise.npy"), "-o", tool.path("old.png")], capture_output=True, text=True)
    assert done.returncode == 1 and "File too large" in done.stderr, done
    assert open(tool.path("old.png")).read() == "old"
    assert sorted(os.listdir(tool.path(""))) == ["noise.npy", "old.png"]


def shades(tool, array, *options):
    """Levels from 0 to 255 that a picture of numbers has."""
    image = tool.image("image", array, *options)
    assert image.ndim == 2 or image.shape[2] == 3, image.shape
    return numpy.rint(image * 255).astype(int)


def numbers_are_shades_from_the_least_to_the_greatest(tool):
    random = numpy.random.default_rng(3)
    for kind in "<f4", ">f8", "<i2", ">i4", "i1", "<u8", "<f2":
        numbers = random.integers(-100, 100, (20, 30)).astype(kind)
        numbers[3, 4] = numbers.max()
        least, greatest = float(numbers.min()), float(numbers.max())
        wanted = (numbers.astype(float) - least) / (greatest - least) * 255
        assert abs(shades(tool, numbers) - wanted).max() <= 0.5 + 1e-9, kind
    assert (shades(tool, numpy.full((4, 4), 7.0)) == 128).all()


def samples_stay_as_they_are(tool):
    samples = numpy.arange(100, 200, dtype="u1").reshape(10, 10)
    assert (shades(tool, samples) == samples).all()
    assert (shades(tool, samples, "--range", "auto") == numpy.rint((samples - 100.0) / 99 * 255)).all()
    wide = (samples.astype("<u2") << 4)
    assert (shades(tool, wide, "--range", "0:4095") == numpy.rint(wide / 4095 * 255)).all()


def ends_of_the_range_may_be_percent(tool):
    numbers = numpy.random.default_rng(4).normal(size=(50, 60))
    numbers[0, 0] = 1e4
    low, high = numpy.percentile(numbers, [5, 95])
    wanted = numpy.clip((numbers - low) / (high - low), 0, 1) * 255
    # The spike stretches the parts that numbers are counted in.
    assert abs(shades(tool, numbers, "--range", "5%:95%") - wanted).max() < 20
    numbers[0, 0] = 0
    low, high = numpy.percentile(numbers, [5, 95])
    wanted = numpy.clip((numbers - low) / (high - low), 0, 1) * 255
    assert abs(shades(tool, numbers, "-r", "5%:95%") - wanted).max() < 2


def false_colours_are_matplotlibs(tool):
    numbers = numpy.linspace(0, 1, 256).reshape(16, 16)
    wanted = matplotlib.colormaps["viridis"](numbers)[..., :3] * 255
    assert abs(shades(tool, numbers, "--colors", "viridis") - wanted).max() <= 6
    numbers[2, 3] = numpy.nan
    assert tuple(shades(tool, numbers, "--colors", "viridis")[2, 3]) == (255, 0, 0)
    gray = shades(tool, numbers, "--colors", "gray")
    assert (gray[5, 5] == numpy.rint(numbers[5, 5] * 255)).all()
    colors = numpy.random.default_rng(5).normal(size=(5, 6, 3)).astype("f4")
    assert shades(tool, colors).shape == (5, 6, 3)
    assert "one number a pixel" in tool.run("image", colors, "-o", "x", "--colors", "viridis", status=1)
    assert "1 or 3 channels" in tool.run("image", numpy.zeros((4, 4, 2)), "-o", "x", status=1)
    assert "numbers" in tool.run("image", numpy.zeros((4, 4), "c16"), "-o", "x", status=1)
    for options in ["--colors", "none"], ["--range", "5"], ["--range", "9:1"], ["--range", "-1%:50%"], ["--terminal=text"]:
        tool.run("image", numpy.zeros((4, 4)), "-o", "x", *options, status=2)


def pictures_are_characters_sixels_or_kittys(tool):
    halves = numpy.zeros((40, 80), "u1")
    halves[:, 40:] = 255
    os.environ["NO_COLOR"] = "1"
    lines = tool.run("image", halves, "-t", "-S", "20x10").splitlines()
    assert len(lines) == 5 and all(line[:10].strip() == "" and line[10:].strip() != "" for line in lines), lines
    del os.environ["NO_COLOR"]
    red = numpy.zeros((4, 4, 3), "u1")
    red[..., 0] = 255
    environment = os.environ.get("COLORTERM"), os.environ.get("TERM")
    os.environ["COLORTERM"], os.environ["TERM"] = "truecolor", "xterm-256color"
    assert "2;255;0;0" in tool.run("image", red, "-t", "-S", "4x2")
    for name, value in zip(("COLORTERM", "TERM"), environment):
        os.environ.pop(name)
        os.environ.update({name: value} if value else {})
    assert "#0;2;100;0;0" in tool.run("image", red, "--terminal=sixel", "-S", "4x2")
    assert tool.run("image", red, "--terminal=kitty", "-S", "4x2").startswith("\033_Ga=T,f=32,")


TESTS = [numbers_are_shades_from_the_least_to_the_greatest, samples_stay_as_they_are, ends_of_the_range_may_be_percent,
         false_colours_are_matplotlibs, pictures_are_characters_sixels_or_kittys,
         values_stand_at_their_indices, each_channel_is_a_series, fields_are_series_and_bits_are_numbers,
         elements_that_are_not_wanted_are_gaps, a_sines_peak_is_at_its_frequency, counts_are_numpys, points_stand_at_both_values,
         a_histogram_is_of_all_elements, points_are_whole_and_can_be_seen, files_are_what_their_names_say,
         what_cannot_be_plotted_is_told, nothing_and_all_the_same_are_drawn, many_values_take_little_memory,
         a_full_disk_is_told_and_a_device_stays, what_was_there_stays_where_the_disk_is_full]


if __name__ == "__main__":
    sys.exit(tap.run(TESTS, lambda test, directory: test(Tool(sys.argv[1], directory))))
