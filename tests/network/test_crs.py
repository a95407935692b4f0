"""A crs is parsed in any notation, and projected places are projected back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pyproj import CRS, Transformer

from looproute.network.crs import latlon_transformer, parse_crs


@pytest.mark.parametrize(
    "crs",
    [
        None,
        "",
        "epsg:4326",
        "EPSG:4326",
        "WGS84",
        "+init=epsg:4326",
        {"init": "epsg:4326"},
        "{'init': 'epsg:4326'}",
        CRS.from_epsg(4326),
        CRS.from_epsg(4326).to_wkt(),
    ],
)
def test_latitude_and_longitude_need_no_transformation(crs: Any) -> None:
    assert latlon_transformer(crs) is None


@pytest.mark.parametrize(
    "crs",
    [
        "epsg:32633",
        {"proj": "utm", "zone": 33, "datum": "WGS84", "units": "m"},
        "{'proj': 'utm', 'zone': 33, 'ellps': 'WGS84', 'datum': 'WGS84', 'units': 'm'}",
    ],
)
def test_a_projected_place_is_projected_back(crs: Any) -> None:
    x, y = Transformer.from_crs(4326, 32633, always_xy=True).transform(13.26, 53.55)
    transform = latlon_transformer(crs)
    assert transform is not None
    lon, lat = transform(np.array([x]), np.array([y]))
    assert (lon[0], lat[0]) == pytest.approx((13.26, 53.55), abs=1e-9)


@pytest.mark.parametrize("crs", ["the moon", "{'proj': 'nothing'}", 7_000_000])
def test_an_invalid_crs_is_refused(crs: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_crs(crs)
