"""Compute level metres: what each street counts for a walker, as metres on the flat.

A target in steps or in time is converted to level metres: steps times the step length, seconds
times the speed. The search compares sums of level metres with the target; shapes and reports stay
in metres. Off stairs and hills the two are the same.
"""

from __future__ import annotations

import numpy as np

from looproute._typing import Floats, Mask
from looproute.network.network import StreetNetwork
from looproute.network.street_class import KINDS
from looproute.request import LoopRequest
from looproute.search.features import Features
from looproute.steps.terrain import TREAD_M

STAIRS = KINDS.index("steps")


def level_metres(network: StreetNetwork, request: LoopRequest) -> Floats:
    """Return the (m, 2) level metres of each street, from its u to its v and back.

    For a target in metres, level metres are metres. Otherwise stairs count one step for each riser,
    or as the flat where treads are deeper than a step; uncounted stairs have a riser every
    `TREAD_M`. No street counts less than its length, and part of a street counts its share.
    """
    one_way = network.length_m
    stairs = network.kind == STAIRS
    if request.length_m is None and stairs.any():
        one_way = level_length_m(one_way, stairs, network.risers, request.walker.step_length_m)
    return np.column_stack([one_way, one_way])


def level_length_m(length_m: Floats, stairs: Mask, risers: Floats, step_length_m: float) -> Floats:
    """Return the level metres of streets, or parts of streets, by `count_stair_steps`.

    Parameters
    ----------
    length_m : (k,) metres.
    stairs : (k,) which of the streets are stairs.
    risers : (k,) counted risers of the stairs, 0 if unknown.
    step_length_m : step length of the walker.
    """
    guessed_m = length_m / TREAD_M * step_length_m
    counted_m = np.maximum(risers * step_length_m, length_m)
    level_m: Floats = np.where(stairs, np.where(risers > 0, counted_m, guessed_m), length_m)
    return level_m


def level_costs(network: StreetNetwork, level_m: Floats) -> Floats:
    """Return the (m,) costs of the streets: a metre of stairs costs its level metres."""
    costs: Floats = Features.of(network).cost * level_factors(network.length_m, level_m)
    return costs


def level_factors(length_m: Floats, level_m: Floats) -> Floats:
    """Return the (k,) level metres per metre of each street, averaged over both directions."""
    factors: Floats = level_m.mean(axis=1) / length_m
    return factors


def least_m(level_m: Floats) -> Floats:
    """Return the (m,) level metres of each street in the direction that counts less."""
    least: Floats = level_m.min(axis=1)
    return least
