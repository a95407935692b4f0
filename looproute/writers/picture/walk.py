"""Draw the walk on the map: its line, arrows, step marks and ends."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element

import numpy as np

from looproute._typing import Floats, Mask
from looproute.geo import cumulative_m
from looproute.loops import Loop, MarkKind
from looproute.units import format_steps
from looproute.writers.picture import palette
from looproute.writers.picture.sheet import Sheet, add, path, text_width, write

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LINE_PX, CASING_PX = 11.0, 19.0  # wide
# Where a street is walked twice, each passage is drawn this far to its own right.
_ASIDE_PX = 8.0
_ARROWS_APART_PX, _ARROW_PX = 150.0, 15.0
_ARROW = np.array([[1.0, 0.0], [-0.8, 0.85], [-0.4, 0.0], [-0.8, -0.85]])
_MARK_TEXT_PX, _MARK_HIGH_PX = 24.0, 40.0
_MARKS_APART_PX = 80.0
_ROOM_A_MARK_PX = 200.0
_STEPS_A_MARK = (1000, 2000, 5000, 10_000, 20_000)


class DrawnWalk(NamedTuple):
    """A walk on the sheet: (k, 2) pixels and the (k,) metres walked to each."""

    pixels: Floats
    along_m: Floats

    @classmethod
    def of(cls, loop: Loop, sheet: Sheet) -> DrawnWalk:
        """Return the line of a loop on the sheet."""
        along_m = cumulative_m(loop.points)
        new = np.concatenate([[True], np.diff(along_m) > 0])
        points = [point for point, is_new in zip(loop.points, new, strict=True) if is_new]
        times = Counter(frozenset(ends) for ends in pairwise(points))
        twice = np.array([times[frozenset(ends)] > 1 for ends in pairwise(points)])
        x, y = sheet.frame.plane.to_xy(*np.array(points).T)
        return _kept_right(cls(sheet.pixels(x, y), along_m[new]), twice)

    def at(self, along_m: float) -> Floats:
        """Return the point at a distance in metres, in pixels."""
        return np.array([np.interp(along_m, self.along_m, each) for each in self.pixels.T])

    @property
    def length_px(self) -> float:
        """The length on the sheet, in pixels."""
        return float(np.hypot(*np.diff(self.pixels, axis=0).T).sum())


class WalkLabel(NamedTuple):
    """A small label and the pixels of its middle."""

    at: Floats
    text: str
    ends: bool

    @property
    def wide(self) -> float:
        """The width in pixels."""
        return text_width(self.text, _MARK_TEXT_PX) + 26


def marks(loop: Loop, way: DrawnWalk) -> list[WalkLabel]:
    """Return the labels of a walk: its ends and the thousands of steps that fit."""
    found = [WalkLabel(way.at(0.0), "Start", True)]
    if loop.kind == "one-way":
        found.append(WalkLabel(way.at(loop.length_m), "Finish", True))
    apart = (each for each in _STEPS_A_MARK if each / loop.steps * way.length_px > _ROOM_A_MARK_PX)
    every = next(apart, _STEPS_A_MARK[-1]) if loop.steps else loop.steps + 1
    for steps in range(every, loop.steps, every):
        at = way.at(steps / loop.steps * loop.length_m)
        if all(np.hypot(*(at - other.at)) > _MARKS_APART_PX for other in found):
            found.append(WalkLabel(at, format_steps(steps), False))
    return found


def room(way: DrawnWalk, labels: list[WalkLabel]) -> BaseGeometry:
    """Return the area of the walk and its labels, in pixels."""
    import shapely

    line = shapely.LineString(way.pixels).buffer(CASING_PX / 2)
    boxes = [
        shapely.box(x - label.wide / 2, y - high, x + label.wide / 2, y + high)
        for label in labels
        for x, y, high in [(*label.at.tolist(), _MARK_HIGH_PX / 2 + 4)]
    ]
    return shapely.union_all([line, *boxes])


def add_line(parent: Element, way: DrawnWalk) -> None:
    """Draw the line of a walk, and arrows on it."""
    group = add(parent, "g", fill="none", stroke_linecap="round", stroke_linejoin="round")
    data = path([way.pixels])
    add(group, "path", d=data, stroke=palette.PAPER, stroke_width=CASING_PX)
    add(group, "path", d=data, stroke=palette.WALK, stroke_width=LINE_PX)
    length_m = float(way.along_m[-1])
    count = max(3, round(way.length_px / _ARROWS_APART_PX))
    arrows = [_arrow(way, length_m * (i + 0.5) / count) for i in range(count)]
    arrow = add(parent, "path", d=path(arrows, closed=True), fill=palette.WALK)
    arrow.attrib |= {"stroke": palette.PAPER, "stroke-width": "3", "stroke-linejoin": "round"}


def add_marks(parent: Element, loop: Loop, way: DrawnWalk, labels: list[WalkLabel]) -> None:
    """Draw marks as dots and the labels over them, the ends on top."""
    for mark in loop.marks:
        x, y = way.at(mark.along_m).tolist()
        add_dot(parent, mark.kind, round(x, 1), round(y, 1))
    for label in reversed(labels):
        x, y = label.at.tolist()
        box = add(
            parent,
            "rect",
            x=round(x - label.wide / 2, 1),
            y=round(y - _MARK_HIGH_PX / 2, 1),
            width=round(label.wide, 1),
            height=_MARK_HIGH_PX,
            rx=_MARK_HIGH_PX / 2,
            fill=palette.INK if label.ends else palette.PAPER,
        )
        stroke = palette.PAPER if label.ends else palette.WALK
        box.attrib |= {"stroke": stroke, "stroke-width": "4"}
        colour = palette.PAPER if label.ends else palette.INK
        text = write(parent, label.text, x=round(x, 1), y=round(y + 8.5, 1), fill=colour)
        text.attrib |= {"text-anchor": "middle", "font-weight": "700"}
        text.set("font-size", f"{_MARK_TEXT_PX:g}")


def add_dot(parent: Element, kind: MarkKind, x: float, y: float) -> None:
    """Draw a mark: a solid dot to run, an open one for all else."""
    fill = palette.WALK if kind == "run" else palette.PAPER
    dot = add(parent, "circle", cx=x, cy=y, r=8, fill=fill)
    dot.attrib |= {"stroke": palette.INK, "stroke-width": "3"}


def _kept_right(way: DrawnWalk, twice: Mask) -> DrawnWalk:
    """Return the line shifted to its right along some of its k - 1 segments."""
    pixels: list[Floats] = []
    along_m: list[float] = []
    before: Floats | None = None
    for i, pixel in enumerate(way.pixels):
        ahead = i < len(twice) and bool(twice[i])
        after = _right(way.pixels[i + 1] - pixel) if ahead else None
        if before is not None and after is not None and before @ after > -0.5:
            both = before + after
            moves = [2 * both / (both @ both)]
        else:
            middle = np.zeros(2) if before is None or after is None else None
            moves = [move for move in (before, middle, after) if move is not None]
        pixels += [pixel + _ASIDE_PX * move for move in moves]
        along_m += [float(way.along_m[i])] * len(moves)
        before = after
    return DrawnWalk(np.array(pixels), np.array(along_m))


def _right(ahead: Floats) -> Floats:
    """Return the unit vector to the right of a direction; y points down."""
    x, y = ahead / np.hypot(*ahead)
    return np.array([-y, x])


def _arrow(way: DrawnWalk, along_m: float) -> Floats:
    """Return the outline of an arrow that points along the line."""
    k = min(int(np.searchsorted(way.along_m, along_m)), len(way.along_m) - 1)
    ahead = way.pixels[k] - way.pixels[k - 1]
    ahead = ahead / max(float(np.hypot(*ahead)), 1e-9)
    turn = np.array([ahead, [-ahead[1], ahead[0]]])
    outline: Floats = way.at(along_m) + _ARROW_PX * _ARROW @ turn
    return outline
