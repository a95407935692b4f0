from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from looproute.geo import LatLon
from looproute.steps.measurement import Walk
from looproute.store.profile import Profile, parse_profile, render_profile
from looproute.store.toml import FaultError

FULL = b"""\
# A comment of the walker's.
version = 1
height_m = 1.75
pace_s_per_m = 0.66
sex = "female"
home = [53.5571, 13.2613]

[[walk]]
date = 2026-11-20
steps = 560
distance_m = 400.0

[[walk]]
steps = 3000
distance_m = 2100
how = "gps"
count = "watch"
mode = "brisk"
duration_s = 1500.0

[everyday]
2026-11-19 = 6123
2026-11-20 = 8001
"""

WALKS = st.builds(
    Walk,
    steps=st.integers(1000, 1300),
    distance_m=st.floats(600, 1000),
    how=st.sampled_from(["track", "tape", "gps", "treadmill", "loop"]),
    count=st.sampled_from(["hand", "watch"]),
    mode=st.sampled_from(["walk", "brisk", "run"]),
    day=st.none() | st.dates(),
    duration_s=st.none() | st.floats(5, 86_400),
    outdoors=st.booleans(),
)
PROFILES = st.builds(
    Profile,
    height_m=st.none() | st.floats(1.0, 2.3),
    sex=st.sampled_from([None, "female", "male"]),
    pace_s_per_m=st.none() | st.floats(0.36, 2.4),
    home=st.none() | st.builds(LatLon, st.floats(-90, 90), st.floats(-180, 180)),
    walks=st.lists(WALKS, max_size=4).map(tuple),
    everyday=st.dictionaries(st.dates(), st.integers(0, 200_000), max_size=5),
)  # fmt: skip


def test_a_profile_written_by_hand_is_read() -> None:
    profile = parse_profile(FULL)
    assert (profile.height_m, profile.pace_s_per_m, profile.sex) == (1.75, 0.66, "female")
    assert profile.home == LatLon(53.5571, 13.2613)
    assert profile.walks == (
        Walk(steps=560, distance_m=400.0, day=date(2026, 11, 20)),
        Walk(
            steps=3000, distance_m=2100.0, how="gps", count="watch", mode="brisk", duration_s=1500.0
        ),
    )
    assert profile.everyday == {date(2026, 11, 19): 6123, date(2026, 11, 20): 8001}


@given(PROFILES)
def test_a_profile_goes_there_and_back(profile: Profile) -> None:
    assert parse_profile(render_profile(profile)) == profile


@pytest.mark.parametrize(
    ("before", "after", "line", "fault"),
    [
        (b"version = 1", b"version = 2", 2, "version 2 is not 1"),
        (b"version = 1", b"", 1, "it says no version: write version = 1"),
        (b"1.75", b"17.5", 3, "height_m 17.5 is not"),
        (b"1.75", b"nan", 3, "height_m is not a number"),
        (b"1.75", b"inf", 3, "height_m is not a number"),
        (b"1.75", b"true", 3, "height_m is not a number"),
        (b"1.75", b"1.75.0", 3, "expected newline"),
        (b"0.66", b'"fast"', 4, "pace_s_per_m is not a number"),
        (b'"female"', b"[1]", 5, "sex"),
        (b"[53.5571, ", b"[153.5571, ", 6, "latitude 153.5571"),
        (b", 13.2613]", b"]", 6, r"home is not \[latitude, longitude\]"),
        (b"home =", b"hose =", 6, "'hose' is not known here"),
        (b"[[walk]]", b"[[wall]]", 8, "'wall' is not known here"),
        (b"2026-11-20\n", b"2026-11-31\n", 9, "invalid date"),
        (b"date = 2026-11-20", b'date = "yesterday"', 9, "date is not a date"),
        (b"date = 2026-11-20", b"date = 2026-11-20T10:00:00", 9, "date is not a date"),
        (b"= 560", b"= -560", 10, "steps -560 is not"),
        (b"= 560", b"= 560.5", 10, "steps is not a whole number"),
        (b"= 560", b"= 280", 10, "are these strides, two steps each"),
        (b"400.0", b"1e400", 11, "distance_m is not a number"),
        (b"distance_m = 400.0", b"", 8, "this walk has no distance_m"),
        (b'"gps"', b'"wheel"', 16, "how 'wheel' is not one of"),
        (b'"gps"', b'["gps"]', 16, "how"),
        (b'how = "gps"', b'hwo = "gps"', 16, "'hwo' is not known in a walk"),
        (b"1500.0", b"-1", 19, "duration_s -1 is not"),
        (b"= 6123", b'= "many"', 22, "are not a whole number"),
        (b"2026-11-19 =", b"monday =", 22, "monday"),
        (b"= 8001", b"= 800100", 23, "800100 steps on 2026-11-20"),
        (b"[everyday]", b"[everyday", 21, "expected"),
        (b"walker's", b"walker\xff", 1, "not UTF-8"),
        (b"sex", b"\x00", 5, "invalid"),
    ],
)
def test_a_fault_is_reported_with_its_line(
    before: bytes, after: bytes, line: int, fault: str
) -> None:
    assert before in FULL
    with pytest.raises(FaultError, match=fault) as refused:
        parse_profile(FULL.replace(before, after, 1))
    assert refused.value.line == line


@given(st.integers(0, len(FULL) - 1), st.binary(max_size=4))
def test_any_damage_is_a_profile_or_a_fault(at: int, damage: bytes) -> None:
    with suppress(FaultError):
        assert isinstance(parse_profile(FULL[:at] + damage + FULL[at + len(damage) :]), Profile)


@pytest.mark.parametrize(
    "text",
    [
        b"version = 1\nhome = " + b"[" * 100_000,
        b"a.b" + b".c" * 1_000 + b" = 1",
        b"version = 1\nheight_m = " + b"9" * 10_000,
        b'version = 1\nwalk = "x"',
        b"version = 1\nwalk = [1]",
        b"version = 1\neveryday = 3",
        b"\x00",
        b"",
    ],
)
def test_what_is_no_profile_at_all_is_a_fault(text: bytes) -> None:
    with pytest.raises(FaultError):
        parse_profile(text)


@pytest.mark.parametrize("deep", [b"a" + b".a" * 200_000 + b" = 1", b"[" + b"a." * 200_000 + b"a]"])
def test_a_key_of_100000_parts_is_refused_at_once(deep: bytes) -> None:
    with pytest.raises(FaultError, match="a line has at most 12 dots") as refused:
        parse_profile(b"version = 1\n# " + b"." * 60 + b"\n" + deep)
    assert refused.value.line == 3
