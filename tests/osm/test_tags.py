"""Every rule on a tagged way."""

import math
from typing import Any

import pytest

from looproute.network.street_class import BUSY, KINDS, street_class
from looproute.osm.tags import (
    WAY_KEYS,
    blocks,
    condition,
    judge,
    risers,
)


def tags(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())


@pytest.mark.parametrize(
    "way",
    [
        "highway=footway",
        "highway=path",
        "highway=residential",
        "highway=steps",
        "highway=platform",
        "highway=cycleway",
        "highway=cycleway foot=designated",
        "highway=pedestrian area=yes",
        "highway=service access=private foot=yes",
        "highway=track access=no foot=designated",
        "highway=footway access=permissive",
        "highway=residential access=destination",
        "highway=path sac_scale=mountain_hiking",
        "highway=motorway foot=yes",
        "highway=primary motorroad=yes foot=yes",
        "highway=busway foot=yes",
        "highway=secondary_link",
        "highway=footway tunnel=yes",
        "highway=service service=emergency_access",
        "highway=path access=customers foot=permissive",
    ],
)
def test_a_way_that_is_open_on_foot_may_be_walked(way: str) -> None:
    verdict = judge(tags(way))
    assert verdict.may_walk
    assert not verdict.reluctant
    assert verdict.kind in KINDS
    assert 0 < verdict.cost_factor < math.inf


@pytest.mark.parametrize(
    "way",
    [
        "route=ferry",
        "railway=rail",
        "route=ferry foot=yes",
        "highway=proposed",
        "highway=construction",
        "highway=abandoned",
        "highway=raceway",
        "highway=corridor",
        "highway=elevator",
        "highway=via_ferrata",
        "highway=bridleway foot=no",
        "highway=footway indoor=yes",
        "highway=footway access=no",
        "highway=service access=private",
        "highway=footway access=customers",
        "highway=path access=military",
        "highway=path military=range",
        "highway=path foot=private",
        "highway=residential foot=no",
        "highway=motorway",
        "highway=motorway_link",
        "highway=trunk motorroad=yes sidewalk=both",
        "highway=busway",
        "highway=service access=psv",
        "highway=path sac_scale=demanding_mountain_hiking",
        "highway=path sac_scale=alpine_hiking foot=yes",
        "highway=path smoothness=impassable",
    ],
)
def test_a_way_that_is_closed_on_foot_or_dangerous_may_not_be_walked(way: str) -> None:
    verdict = judge(tags(way))
    assert not verdict.may_walk
    assert verdict.kind == ""
    assert verdict.cost_factor == math.inf


@pytest.mark.parametrize(
    "way",
    [
        "highway=residential sidewalk=separate",
        "highway=tertiary sidewalk:left=separate sidewalk:right=no",
        "highway=primary foot=use_sidepath",
        "highway=path foot=discouraged",
        "highway=track access=forestry",
        "highway=track access=agricultural",
        "highway=trunk",
        "highway=footway access=private foot=destination",
    ],
)
def test_a_way_that_discourages_walkers_costs_three_times_as_much(way: str) -> None:
    verdict = judge(tags(way))
    assert verdict.may_walk
    assert verdict.reluctant
    plain = street_class(tags(way)["highway"]).cost_factor
    assert verdict.cost_factor >= 3 * plain


@pytest.mark.parametrize(
    "way",
    [
        "highway=trunk sidewalk=both",
        "highway=trunk foot=yes",
        "highway=tertiary sidewalk:left=separate sidewalk:right=yes",
        "highway=track access=forestry foot=yes",
    ],
)
def test_a_pavement_or_explicit_foot_access_removes_that_cost(way: str) -> None:
    assert not judge(tags(way)).reluctant


@pytest.mark.parametrize(
    ("pleasanter", "duller"),
    [
        ("highway=footway", "highway=residential"),
        ("highway=living_street", "highway=residential"),
        ("highway=residential", "highway=service"),
        ("highway=service", "highway=tertiary"),
        ("highway=tertiary", "highway=secondary"),
        ("highway=secondary", "highway=primary"),
        ("highway=primary", "highway=trunk foot=yes"),
        ("highway=primary sidewalk=both", "highway=primary"),
        ("highway=path", "highway=path foot:conditional=no@(22:00-06:00)"),
        ("highway=footway", "highway=steps"),
        ("highway=cycleway foot=yes", "highway=cycleway"),
        ("highway=path", "highway=path surface=mud"),
        ("highway=path", "highway=path smoothness=horrible"),
        ("highway=path", "highway=path trail_visibility=bad"),
        ("highway=path", "highway=path sac_scale=mountain_hiking"),
        ("highway=path", "highway=path ford=yes"),
        ("highway=footway", "highway=footway tunnel=yes"),
        ("highway=footway", "highway=footway footway=sidewalk"),
        ("highway=service", "highway=service service=parking_aisle"),
        ("highway=service", "highway=service service=driveway"),
    ],
)
def test_the_more_pleasant_of_two_ways_costs_less(pleasanter: str, duller: str) -> None:
    assert judge(tags(pleasanter)).cost_factor < judge(tags(duller)).cost_factor


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("highway=path", ""),
        ("highway=path access:conditional=no@(dusk-dawn)", "no@(dusk-dawn)"),
        ("highway=path foot:conditional=no@(Su) access:conditional=no@(dusk-dawn)", "no@(Su)"),
    ],
)
def test_a_way_has_the_condition_of_its_access(way: str, said: str) -> None:
    assert condition(tags(way)) == said


def test_an_unlit_street_costs_the_same_as_a_lit_one() -> None:
    assert judge({"highway": "path", "lit": "no"}) == judge({"highway": "path", "lit": "yes"})


def test_a_plain_residential_street_has_cost_factor_1() -> None:
    assert judge({"highway": "residential"}).cost_factor == 1


def test_links_have_the_class_of_their_road() -> None:
    for kind in BUSY:
        assert street_class(f"{kind}_link").kind == kind


def test_busy_classes_are_known_classes() -> None:
    assert set(KINDS) > BUSY


def test_unknown_highways_are_plain_roads_in_a_graph_and_closed_in_a_map() -> None:
    assert street_class("yes") == ("road", 1.0)
    assert not judge({"highway": "yes"}).may_walk


@pytest.mark.parametrize(
    ("way", "count"),
    [
        ("highway=steps step_count=42", 42),
        ("highway=steps step_count=0", 0),
        ("highway=steps", 0),
        ("highway=steps step_count=~40", 0),
        ("highway=steps step_count=20;30", 0),
        ("highway=steps step_count=-5", 0),
        ("highway=steps step_count=1e3", 0),
        ("highway=steps step_count=999999", 0),
        ("highway=steps step_count=٤٢", 0),
        ("highway=footway step_count=42", 0),
    ],
)
def test_risers_are_counted_in_whole_numbers_and_on_stairs_only(way: str, count: int) -> None:
    assert risers(tags(way)) == count


def test_judge_reads_only_keys_that_sources_fetch() -> None:
    asked: set[object] = set()

    class Watched(dict[str, str]):
        def get(self, key: str, default: Any = None) -> Any:
            asked.add(key)
            return super().get(key, default)

        def __contains__(self, key: object) -> bool:
            asked.add(key)
            return super().__contains__(key)

    judge(Watched(highway="path"))
    assert "foot" in asked
    assert asked <= set(WAY_KEYS)


@pytest.mark.parametrize(
    "node",
    [
        "barrier=wall",
        "barrier=fence foot=no",
        "barrier=gate locked=yes",
        "barrier=gate access=private",
        "barrier=gate access=no",
        "barrier=lift_gate foot=no",
    ],
)
def test_walls_and_locked_or_private_barriers_stop_a_walker(node: str) -> None:
    assert blocks(tags(node))


@pytest.mark.parametrize(
    "node",
    [
        "barrier=gate",
        "barrier=bollard",
        "barrier=kissing_gate",
        "barrier=stile",
        "barrier=gate access=private foot=yes",
        "barrier=wall foot=designated",
        "barrier=lift_gate motor_vehicle=no",
        "highway=crossing access=no",
    ],
)
def test_gates_and_barriers_for_cars_let_a_walker_through(node: str) -> None:
    assert not blocks(tags(node))
