"""The coordinate reference system of a graph, in any notation, to latitude and longitude."""

from __future__ import annotations

import ast
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from looproute._typing import Floats

if TYPE_CHECKING:
    from pyproj import CRS

Transform = Callable[[Floats, Floats], tuple[Floats, Floats]]
"""Converts x and y to longitude and latitude."""


def latlon_transformer(crs: Any) -> Transform | None:
    """Return a function from x and y in a crs to longitude and latitude, (k,) degrees.

    None if no conversion is needed, or without a crs. Raises ValueError for an unknown crs.
    """
    from pyproj import CRS, Transformer

    if not crs:
        return None
    system, degrees = parse_crs(crs), CRS.from_epsg(4326)
    if system.equals(degrees, ignore_axis_order=True):
        return None
    transform: Transform = Transformer.from_crs(system, degrees, always_xy=True).transform
    return transform


def parse_crs(crs: Any) -> CRS:
    """Parse a crs as any version of OSMnx writes it: a name, WKT, or a dict, also as text."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    if isinstance(crs, str) and crs.startswith("{"):
        with suppress(SyntaxError, ValueError):
            crs = ast.literal_eval(crs)
    if isinstance(crs, dict) and "init" in crs:
        crs = crs["init"]
    if isinstance(crs, str):
        crs = crs.removeprefix("+init=")
    try:
        return CRS.from_user_input(crs)
    except CRSError as error:
        raise ValueError(str(error)) from error
