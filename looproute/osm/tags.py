"""Access and cost of OSM ways on foot, from their tags.

Access is *yes*, *no*, or *reluctantly*: an expensive fallback where nothing else leads on. The
*cost factor* is the cost per metre relative to a quiet residential street: 0.9 is more pleasant
than that street, 2 so unpleasant that a detour of twice the length is as good. The comment above
each table below names its key, documented at ``https://wiki.openstreetmap.org/wiki/Key:KEY``. The
factors are this project's own judgement, not the wiki's.

The first rule that applies decides:

==================================================  =============================================
no ``highway`` (ferries, railways), or one that is  no
not in `CLASSES` (proposed, construction, indoor
corridors, raceways, via ferrata, elevators)
``indoor=yes``, ``military=*``                      no
``sac_scale`` above mountain_hiking,                no
``smoothness=impassable``
``foot=no, private, customers …``                   no
``foot=use_sidepath, discouraged, destination``     reluctantly
``foot=yes, designated, permissive …``              yes, whatever ``access`` says
``access=no, private, customers, military …``       no
``highway=motorway``, ``motorroad=yes``             no
``access=agricultural, forestry``                   reluctantly
all pavements separate ways (``sidewalk=separate``) reluctantly
``highway=trunk`` without a pavement                reluctantly
anything else, including squares (``area=yes``)     yes
==================================================  =============================================
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from looproute.network.street_class import CLASSES

WAY_KEYS = (
    "highway",
    "name",
    "foot",
    "access",
    "foot:conditional",
    "access:conditional",
    "motorroad",
    "military",
    "indoor",
    "sidewalk",
    "sidewalk:both",
    "sidewalk:left",
    "sidewalk:right",
    "footway",
    "service",
    "sac_scale",
    "trail_visibility",
    "smoothness",
    "surface",
    "tunnel",
    "ford",
    "step_count",
)
"""The keys of ways that the rules use, and the name."""

NODE_KEYS = ("barrier", "foot", "access", "locked")
"""The keys of nodes that `blocks` uses."""

_ON_FOOT_ONLY_IF_ASKED = frozenset({"motorway", "motorway_link", "busway"})
_SHARED_CYCLEWAY = 0.95  # highway=cycleway with foot=designated, yes …

# foot=*, access=*. The values not named here say nothing against walking.
_WELCOME = frozenset({"yes", "designated", "permissive", "official", "allowed", "public"})
_CLOSED = frozenset(
    {"no", "private", "customers", "military", "permit", "employees", "residents", "members"}
    | {"emergency", "bus", "psv"}
)
_RELUCTANT_FOOT = frozenset({"use_sidepath", "discouraged", "destination"})
_RELUCTANT_ACCESS = frozenset({"agricultural", "forestry"})
_RELUCTANT = 4.0  # a factor on the cost

# foot:conditional=*, access:conditional=*: the way is closed at times, which notes report.
_CONDITIONAL = ("foot:conditional", "access:conditional")
_SOMETIMES = 2.0  # a factor on the cost

# sidewalk=*, sidewalk:both|left|right=*. A pavement takes off this share of a road's surcharge.
_PAVED = frozenset({"both", "left", "right", "yes"})
_PAVEMENT_RELIEF = 0.4

# footway=*, service=*, sac_scale=*, trail_visibility=*, smoothness=*, surface=*, tunnel=*, ford=*:
# factors on cost_factor; a value not named is 1.
_FACTORS: dict[str, dict[str, float]] = {
    "footway": {"sidewalk": 1.1, "crossing": 1.2},
    "service": {"parking_aisle": 1.3, "driveway": 1.5, "drive-through": 2.0},
    "sac_scale": {"mountain_hiking": 1.4},
    "trail_visibility": {"bad": 1.3, "horrible": 1.6, "no": 2.0},
    "smoothness": {"bad": 1.05, "very_bad": 1.15, "horrible": 1.3, "very_horrible": 1.5},
    "surface": {
        "mud": 1.4,
        "sand": 1.2,
        "rock": 1.2,
        "unhewn_cobblestone": 1.1,
        "cobblestone": 1.05,
        "grass": 1.05,
    },
    "tunnel": {"yes": 1.2},
    "ford": {"yes": 1.5, "stepping_stones": 1.2},
}
_TOO_ROUGH: dict[str, frozenset[str]] = {
    "smoothness": frozenset({"impassable"}),
    "sac_scale": frozenset(
        {"demanding_mountain_hiking", "alpine_hiking"}
        | {"demanding_alpine_hiking", "difficult_alpine_hiking"}
    ),
}

_RISERS_DIGITS = 5  # the longest stairs, along the Niesen funicular, have 11,674 risers

# barrier=* on a node: impassable on foot; gates, stiles and bollards let walkers through.
_SOLID = frozenset({"wall", "fence", "hedge", "ditch", "retaining_wall", "city_wall"})


class Verdict(NamedTuple):
    """The access and cost of a way on foot.

    `kind` is one of `KINDS`; `cost_factor` is the cost per metre, > 0, including the factor for
    reluctant access. They are "" and infinite for a way without access.
    """

    may_walk: bool
    reluctant: bool
    kind: str
    cost_factor: float


_NO = Verdict(False, False, "", float("inf"))


def judge(tags: Mapping[str, str]) -> Verdict:
    """Return the verdict on a way with these tags.

    >>> judge({"highway": "cycleway", "foot": "designated"})
    Verdict(may_walk=True, reluctant=False, kind='cycleway', cost_factor=0.95)
    >>> judge({"highway": "service", "access": "private"}).may_walk
    False
    """
    highway = tags.get("highway", "")
    if highway not in CLASSES or tags.get("indoor") == "yes" or "military" in tags:
        return _NO
    if any(tags.get(key) in values for key, values in _TOO_ROUGH.items()):
        return _NO
    foot, access = tags.get("foot", ""), tags.get("access", "")
    welcome = foot in _WELCOME
    invited = welcome or foot in _RELUCTANT_FOOT
    if foot in _CLOSED or (access in _CLOSED and not invited):
        return _NO
    if (highway in _ON_FOOT_ONLY_IF_ASKED or tags.get("motorroad") == "yes") and not welcome:
        return _NO

    kind, cost_factor = CLASSES[highway]
    if kind == "cycleway" and welcome:
        cost_factor = _SHARED_CYCLEWAY
    pavements = {tags[key] for key in WAY_KEYS if key.startswith("sidewalk") and key in tags}
    paved = not pavements.isdisjoint(_PAVED)
    if paved and cost_factor > 1:
        cost_factor -= _PAVEMENT_RELIEF * (cost_factor - 1)
    for key, factors in _FACTORS.items():
        cost_factor *= factors.get(tags.get(key, ""), 1.0)
    if condition(tags):
        cost_factor *= _SOMETIMES
    reluctant = (
        foot in _RELUCTANT_FOOT
        or (access in _RELUCTANT_ACCESS and not welcome)
        or ("separate" in pavements and not paved)
        or (kind == "trunk" and not (paved or welcome))
    )
    return Verdict(True, reluctant, kind, cost_factor * (_RELUCTANT if reluctant else 1.0))


def condition(tags: Mapping[str, str]) -> str:
    """Return the conditional restriction of a way in OSM's syntax, or "" for none.

    A restriction for people on foot takes precedence over a general one.

    >>> condition({"highway": "path", "access:conditional": "no @ (22:00-06:00)"})
    'no @ (22:00-06:00)'
    """
    return next((tags[key] for key in _CONDITIONAL if tags.get(key)), "")


def risers(tags: Mapping[str, str]) -> int:
    """Return the number of steps of stairs from step_count=*, 0 if it is missing or invalid.

    >>> risers({"highway": "steps", "step_count": "42"}), risers({"highway": "steps"})
    (42, 0)
    """
    counted = tags.get("step_count", "").strip()
    plain = counted.isascii() and counted.isdigit() and len(counted) <= _RISERS_DIGITS
    return int(counted) if plain and tags.get("highway") == "steps" else 0


def blocks(tags: Mapping[str, str]) -> bool:
    """Return whether a node with these tags, in the middle of a way, is impassable on foot.

    >>> blocks({"barrier": "gate", "locked": "yes"}), blocks({"barrier": "gate"})
    (True, False)
    """
    if "barrier" not in tags or tags.get("foot") in _WELCOME:
        return False
    return (
        tags["barrier"] in _SOLID
        or tags.get("locked") == "yes"
        or tags.get("foot") in _CLOSED
        or tags.get("access") in _CLOSED
    )
