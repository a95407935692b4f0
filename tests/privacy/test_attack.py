"""An attacker with the method but not the key finds fewer than 2 % of homes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np
import pytest

from looproute.geo import LatLon, distance_m
from looproute.loops import Loop
from looproute.privacy import PrivacyError, private_loops
from looproute.sources.bundled import Bundled
from tests.privacy.attacker import FOUND_M, Attacker
from tests.privacy.homes import Known, homes_in, key_of, walk_from

TARGETS = (4000, 5000, 6000, 8000, 10_000)


class Case(NamedTuple):
    """A home, and everything shared from walks that begin there."""

    home: LatLon
    shared: tuple[Loop, ...]


@pytest.fixture(scope="module")
def known() -> Known:
    return Known(Bundled().streets())


def cases(known: Known, targets: tuple[int, ...], seed: int) -> Iterator[Case]:
    for home in homes_in(known.network, 2000, seed):
        try:
            found = [
                private_loops(walk_from(home, steps), known, key=key_of(home)) for steps in targets
            ]
        except PrivacyError:
            continue
        assert len({each.meeting for each in found}) == 1, "the meeting point is always the same"
        yield Case(home, tuple(each.loops[0] for each in found))


def found_by(attacker: Attacker, tried: list[Case]) -> tuple[float, float]:
    """Return the share of homes found, and the share that the attacker expects."""
    guesses = [attacker.guess(case.shared) for case in tried]
    found = [
        distance_m(guess.place, case.home) <= FOUND_M
        for guess, case in zip(guesses, tried, strict=True)
    ]
    return float(np.mean(found)), float(np.mean([guess.chance for guess in guesses]))


def test_homes_are_rarely_found(known: Known) -> None:
    found, expected = found_by(
        Attacker(known.network, scouts=8, facings=24),
        list(islice(cases(known, (8000,), seed=0), 20)),
    )
    assert found <= 0.05
    assert expected < 0.03


@pytest.mark.long
@pytest.mark.parametrize("targets", [(8000,), TARGETS], ids=["one walk", "five walks"])
def test_fewer_than_2_percent_of_200_homes_are_found(
    known: Known, targets: tuple[int, ...]
) -> None:
    found, expected = found_by(
        Attacker(known.network, scouts=100, facings=72),
        list(islice(cases(known, targets, seed=0), 200)),
    )
    assert found < 0.02
    assert expected < 0.02


def test_the_attacker_finds_a_home_that_is_not_hidden(known: Known) -> None:
    """With only two possible places, the guess is one of them."""
    attacker = Attacker(known.network, scouts=1, facings=1)
    weight = np.zeros(len(attacker.places))
    weight[[0, len(weight) // 2]] = 2.0, 1.0
    guess = attacker._best(weight)
    assert guess.chance == pytest.approx(2 / 3)
    assert attacker._junction(LatLon(*map(float, (known.network.lat[5], known.network.lon[5]))))
