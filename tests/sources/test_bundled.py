import subprocess
import sys
from pathlib import Path

import pytest

from looproute.errors import StreetsError
from looproute.geo import LatLon
from looproute.network import io
from looproute.sources import StreetSource, bundled
from looproute.sources.bundled import Bundled

FOLDER = Path(__file__).parents[2] / "data" / "neubrandenburg"


def test_the_shipped_file_equals_its_compiled_extract() -> None:
    made = io.to_bytes(bundled.from_extract(FOLDER))
    shipped = io.load(FOLDER / "neubrandenburg.streets")
    assert io.to_bytes(shipped) == made, "run python data/compile.py"


def test_the_start_is_on_a_street_in_the_old_town() -> None:
    network = Bundled().streets(Bundled.start, 3000)
    assert network.bounds == Bundled.bounds
    assert Bundled.bounds.contains(Bundled.start)
    assert network.nearest(Bundled.start).distance_m < 50
    assert network.place == "Neubrandenburg"
    assert network.date == "2016-02"
    assert "OpenStreetMap" in network.attribution


def test_the_shipped_area_is_a_source() -> None:
    assert isinstance(Bundled(), StreetSource)


def test_a_start_outside_the_shipped_area_is_refused() -> None:
    vienna = LatLon(48.2, 16.37)
    with pytest.raises(StreetsError, match="bundled area is Neubrandenburg only") as caught:
        Bundled().streets(vienna, 3000)
    assert caught.value.kind == "bundled-area-elsewhere"
    assert caught.value.facts == {"center": vienna, "covered": Bundled.bounds, "swapped": None}
    assert "48.2,16.37" in str(caught.value)
    assert "give an OpenStreetMap file of the place" in str(caught.value)


def test_the_shipped_area_opens_without_the_libraries_that_are_slow_to_load() -> None:
    heavy = ["osmnx", "osmium", "pyproj", "scipy", "networkx", "shapely", "folium", "pandas"]
    code = (
        "import sys; from looproute.sources.bundled import Bundled as B\n"
        "B().streets(B.start, 3000).nearest(B.start)\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert result.stdout.strip() == "[]"
