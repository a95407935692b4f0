import pytest

from looproute.geo import distance_m
from looproute.network.street_class import KINDS
from looproute.sources import StreetSource
from looproute.sources.ascii_map import AsciiMap


def test_a_town_is_a_source() -> None:
    assert isinstance(AsciiMap("A-B"), StreetSource)


def test_streets_run_in_eight_directions() -> None:
    network = AsciiMap(
        r"""
        A-B-C
        |\|/|
        D-+-F
        |/|\|
        G-H-I
        """
    ).streets()
    assert len(network.lat) == 9
    assert len(network.u) == 16
    assert sorted(set(network.length_m.round(3))) == [200.0, 282.843]


def test_lengths_are_close_to_those_on_the_ellipsoid() -> None:
    town = AsciiMap("A--------------------B", spacing_m=100)
    length_m = town.streets().length_m[0]
    assert length_m == 2100
    assert distance_m(town.at("A"), town.at("B")) == pytest.approx(length_m, rel=1e-6)


def test_parallel_streets_and_self_loops_can_be_drawn() -> None:
    network = AsciiMap(
        """
        .---.   .--.
        |   |   |  |
        A---B---C--.
        """,
        spacing_m=10,
    ).streets()
    assert sorted(network.length_m.tolist()) == [40, 40, 80, 100]
    assert (network.u == network.v).sum() == 1


def test_streets_that_do_not_touch_are_islands() -> None:
    network = AsciiMap("A-B C-D").streets()
    assert sorted(zip(network.u.tolist(), network.v.tolist(), strict=True)) == [(0, 1), (2, 3)]


def test_junctions_next_to_each_other_are_not_joined() -> None:
    assert len(AsciiMap("A-BC-D").streets().u) == 2


def test_highways_can_have_names() -> None:
    network = AsciiMap("A-B-C", highways={"CB": "primary"}).streets()
    b = network.nearest(AsciiMap("A-B-C").at("B"))
    assert b.distance_m == 0
    assert [KINDS[kind] for kind in network.kind] == ["residential", "primary"]


def test_the_town_is_surrounded_by_sea() -> None:
    town = AsciiMap("A-B")
    bounds = town.streets().bounds
    assert bounds.contains(town.at("A"))
    assert bounds.north > 0.09


@pytest.mark.parametrize(
    ("drawing", "words"),
    [
        ("A--", "row 0, column 3 ends nowhere"),
        ("A--|", "row 0, column 3 ends nowhere"),
        ("A-.", "row 0, column 2 ends nowhere"),
        ("A-B\n -- ", "row 1, column 1 begins nowhere"),
        ("A-A", "two junctions A"),
        ("A B", "no edges"),
    ],
)
def test_a_street_that_leads_nowhere_is_refused(drawing: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        AsciiMap(drawing).streets()


@pytest.mark.parametrize("spacing_m", [0, -5, float("nan"), float("inf")])
def test_an_invalid_spacing_is_refused(spacing_m: float) -> None:
    with pytest.raises(ValueError, match="spacing"):
        AsciiMap("A-B", spacing_m=spacing_m)


def test_an_unknown_junction_is_refused() -> None:
    with pytest.raises(ValueError, match="no junction Z"):
        AsciiMap("A-B").at("Z")
