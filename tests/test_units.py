import math
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from looproute import units
from looproute.units import (
    FOOT_M,
    INCH_M,
    MILE_M,
    Units,
    format_duration,
    format_height,
    format_length,
    format_pace,
    format_share,
    format_step_length,
    format_steps,
    parse_duration,
    parse_heading,
    parse_height,
    parse_length,
    parse_pace,
    parse_step_length,
    parse_steps,
    parse_tolerance,
    parse_whole,
)

SYSTEMS = st.sampled_from(["metric", "imperial"])


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("8000", 8000),
        ("8,000", 8000),
        ("8k", 8000),
        ("8K", 8000),
        ("8 k", 8000),
        (" 8000 ", 8000),
        ("7.5k", 7500),
        ("7.55k", 7550),
        ("0.5k", 500),
        ("100", 100),
        ("200,000", 200_000),
        ("200k", 200_000),
    ],
)
def test_steps_are_read_as_people_write_them(text: str, steps: int) -> None:
    assert parse_steps(text) == steps


@pytest.mark.parametrize(
    "text",
    [
        *("0", "-5", "nan", "inf", "-inf", "1e9", "1e4", "99", "200001", "201k", "", " ", "k"),
        *("8,00", "80,00", "8000.5", "8000.0", "8.0", "8,000.0", "7.5555k", "8_000", "８０００"),
        *("8000 steps", "9" * 5000, "8,0000", ",000", "0x1f40", "8'000", "--json"),
    ],
)
def test_other_step_counts_are_rejected_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"write it like 8000, 8,000 or 8k\.$"):
        parse_steps(text)


def test_a_point_before_three_digits_can_be_read_two_ways() -> None:
    with pytest.raises(ValueError, match=r"'8\.000' can mean 8 or 8,000 steps: write 8000 or 8,0"):
        parse_steps("8.000")


@pytest.mark.parametrize(
    ("text", "length_m"),
    [
        ("5.6km", 5600),
        ("5.6 km", 5600),
        ("5,6km", 5600),
        ("5600m", 5600),
        ("5600 M", 5600),
        ("3.5mi", 3.5 * MILE_M),
        ("1 mile", MILE_M),
        ("2 miles", 2 * MILE_M),
        ("1000ft", 1000 * FOOT_M),
        (".5km", 500),
        ("200m", 200),
        ("100km", 100_000),
    ],
)
def test_lengths_are_read_in_metric_and_imperial(text: str, length_m: float) -> None:
    assert parse_length(text) == pytest.approx(length_m, rel=1e-12)


@pytest.mark.parametrize("text", ["5.6", "5600", "5"])
def test_a_length_needs_its_unit(text: str) -> None:
    with pytest.raises(ValueError, match=rf"'{text}' needs a unit .* write it like 5\.6km, 3\.5mi"):
        parse_length(text)


@pytest.mark.parametrize(
    "text",
    ["0km", "-5km", "nankm", "infkm", "199m", "101km", "5.600,0km", "5,600m", "5k", "km", ""],
)
def test_other_lengths_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a length from 200 m to 100\.00 km"):
        parse_length(text)


def test_a_snap_limit_is_a_shorter_length() -> None:
    assert parse_length("150m", units.SNAP_M) == 150
    with pytest.raises(ValueError, match=r"from 1 m to 5\.00 km: write it like 150m or 500ft"):
        parse_length("6km", units.SNAP_M)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *[("45min", 45), ("45 min", 45), ("45m", 45), ("45 minutes", 45), ("1h30", 90)],
        *[("1h 30min", 90), ("1 h 30 min", 90), ("1h30m", 90), ("90 min", 90), ("1:30h", 90)],
        *[("1.5h", 90), ("1,5h", 90), ("2 hours", 120), ("1 hour 5 min", 65), ("1h05", 65)],
        *[("3min", 3), ("24h", 1440)],
    ],
)
def test_durations_are_read_as_people_write_them(text: str, minutes: float) -> None:
    assert parse_duration(text) == pytest.approx(minutes * 60)


@pytest.mark.parametrize("text", ["45", "1:30", "1.5"])
def test_a_time_needs_its_unit(text: str) -> None:
    with pytest.raises(ValueError, match=r"needs a unit .*: write it like 45min, 1h30 or 1:30h"):
        parse_duration(text)


@pytest.mark.parametrize(
    "text", ["0min", "2min", "-45min", "25h", "1h75", "1:75h", "nan min", "1e3min", "h", "", "1h-5"]
)
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time from 3 min to 24 h"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "height_m"),
    [
        *[("1.75", 1.75), ("1.75m", 1.75), ("1,75 m", 1.75), ("175cm", 1.75), ("175 cm", 1.75)],
        *[("5ft9", 69 * INCH_M), ("5ft 9in", 69 * INCH_M), ("5'9\"", 69 * INCH_M)],
        *[("5'9", 69 * INCH_M), ("5’9”", 69 * INCH_M), ("69in", 69 * INCH_M)],
        *[("6ft", 72 * INCH_M), ("5 ft 9.5 in", 69.5 * INCH_M)],
    ],
)
def test_heights_are_read_as_people_write_them(text: str, height_m: float) -> None:
    assert parse_height(text) == pytest.approx(height_m)


@pytest.mark.parametrize(
    "text", ["175", "0.9", "2.4m", "7", "7ft8", "5ft12", "17.5cm", "nan", "-1.75", "5ft", "", "9ft"]
)
def test_heights_that_no_person_has_are_refused(text: str) -> None:
    if text == "5ft":
        assert parse_height(text) == pytest.approx(1.524)
        return
    with pytest.raises(ValueError, match=r"is not a height from 1\.00 to 2\.30 m: write it like"):
        parse_height(text)


@pytest.mark.parametrize(
    ("text", "pace_s_per_m"),
    [
        *[("11min/km", 0.66), ("11:00/km", 0.66), ("11:30/km", 0.69), ("11:30 min/km", 0.69)],
        *[("11'30\"/km", 0.69), ("11.5min/km", 0.69), ("11/km", 0.66), ("18:00/mi", 1080 / MILE_M)],
        *[("18 min/mile", 1080 / MILE_M), ("5.5km/h", 3.6 / 5.5), ("5,5 kmh", 3.6 / 5.5)],
        *[("5.5 kph", 3.6 / 5.5), ("3.4mph", 3600 / 3.4 / MILE_M)],
    ],
)
def test_paces_and_speeds_are_read(text: str, pace_s_per_m: float) -> None:
    assert parse_pace(text) == pytest.approx(pace_s_per_m)


@pytest.mark.parametrize(
    "text", ["11", "11:30", "11:75/km", "5min/km", "41min/km", "0km/h", "0.0mph", "nan/km", "/km"]
)
def test_other_paces_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a walking pace from 6 to 40 min/km"):
        parse_pace(text)


@pytest.mark.parametrize(
    ("text", "step_length_m"),
    [
        *[("0.70", 0.70), ("0.7m", 0.70), ("70cm", 0.70), (".7", 0.70), ("0,7 m", 0.70)],
        *[("28in", 28 * INCH_M), ('28"', 28 * INCH_M), ("0.30", 0.30), ("1.10", 1.10)],
    ],
)
def test_step_lengths_are_read(text: str, step_length_m: float) -> None:
    assert parse_step_length(text) == pytest.approx(step_length_m)


@pytest.mark.parametrize(
    ("text", "half"), [("1.5", "0.75"), ("150cm", "75cm"), ("1.11m", "0.555m"), ("60in", "30in")]
)
def test_a_stride_is_questioned_in_its_own_unit(text: str, half: str) -> None:
    with pytest.raises(ValueError, match=rf"a stride, which is two steps: did you mean {half} for"):
        parse_step_length(text)


@pytest.mark.parametrize("text", ["7", "0.29", "0", "-0.7", "nan", "inf", "70", "2.5", "70mm", ""])
def test_other_step_lengths_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a step length from 0\.30 to 1\.10 m"):
        parse_step_length(text)


@pytest.mark.parametrize(
    ("text", "heading_deg"),
    [
        *zip(("N", "ne", "E", "SE", "s", "SW", "W", "nw"), range(0, 360, 45), strict=True),
        ("120", 120),
        ("120°", 120),
        ("360", 0),
    ],
)
def test_headings_are_compass_points_or_degrees(text: str, heading_deg: float) -> None:
    assert parse_heading(text) == heading_deg


@pytest.mark.parametrize("text", ["361", "-90", "nan", "NEE", "", "north-ish"])
def test_other_headings_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a heading: write it like N, NE or 120"):
        parse_heading(text)


@pytest.mark.parametrize("text", ["1", "0%", "0.05%", "11%", "nan%", "-1%"])
def test_a_tolerance_is_a_percentage_with_its_sign(text: str) -> None:
    assert parse_tolerance("0.5%") == 0.005
    assert parse_tolerance("1 %") == 0.01
    with pytest.raises(ValueError, match=r"is not a percentage from 0\.1% to 10%"):
        parse_tolerance(text)


@pytest.mark.parametrize("text", ["0", "21", "1.5", "-1", "nan", "five", "9" * 5000])
def test_a_count_is_a_whole_number_in_range(text: str) -> None:
    assert parse_whole("20", units.COUNT) == 20
    with pytest.raises(ValueError, match="is not a whole number from 1 to 20"):
        parse_whole(text, units.COUNT)


@given(st.one_of(st.text(), st.from_regex(r"[0-9.,:' ]{1,8}[a-z/%\"]{0,8}", fullmatch=True)))
@example("K")
@example("٣km")
@example("\x1b[31m1km\ud800")
def test_any_text_gives_a_value_in_range_or_one_sentence(text: str) -> None:
    readers: dict[Callable[[str], float], units.Range] = {
        parse_steps: units.STEPS,
        parse_length: units.LENGTH_M,
        parse_duration: units.DURATION_S,
        parse_height: units.HEIGHT_M,
        parse_pace: units.PACE_S_PER_M,
        parse_step_length: units.STEP_LENGTH_M,
        parse_heading: units.Range(0, 359.999999),
        parse_tolerance: units.TOLERANCE,
    }
    for parse, limits in readers.items():
        try:
            value = parse(text)
        except ValueError as error:
            sentence = str(error)
            assert sentence.endswith((".", "?"))
            assert sentence.isprintable()
            assert len(sentence) < 400
        else:
            assert limits.holds(value)


@given(st.integers(100, 200_000))
def test_formatted_steps_parse_to_the_same_value(steps: int) -> None:
    assert parse_steps(format_steps(steps)) == steps


@given(st.floats(200, 100_000), SYSTEMS)
def test_formatted_lengths_parse_to_the_same_value_up_to_rounding(
    length_m: float, system: Units
) -> None:
    back = parse_length(format_length(length_m, system), units.Range(0, 200_000))
    half = {"metric": 5.0, "imperial": 0.005 * MILE_M}[system]
    assert abs(back - length_m) <= half * (1 + 1e-9)


@given(st.floats(180, 86_400))
def test_formatted_durations_parse_to_the_same_minute(duration_s: float) -> None:
    assert abs(parse_duration(format_duration(duration_s)) - duration_s) <= 30


@given(st.floats(1.01, 2.29), SYSTEMS)
def test_formatted_heights_parse_to_the_same_value(height_m: float, system: Units) -> None:
    assert abs(parse_height(format_height(height_m, system)) - height_m) <= INCH_M / 2 + 1e-9


@given(st.floats(0.31, 1.09), SYSTEMS)
def test_formatted_step_lengths_parse_to_the_same_value(
    step_length_m: float, system: Units
) -> None:
    back = parse_step_length(format_step_length(step_length_m, system))
    assert abs(back - step_length_m) <= 0.005 + 1e-9


@given(st.floats(0.361, 2.39), SYSTEMS)
def test_formatted_paces_parse_to_the_same_second(pace_s_per_m: float, system: Units) -> None:
    back = parse_pace(format_pace(pace_s_per_m, system))
    assert abs(back - pace_s_per_m) <= 0.5 / 1000 + 1e-9


@given(st.floats(0, 1))
def test_a_positive_share_is_never_shown_as_zero(share: float) -> None:
    text = format_share(share)
    assert text.endswith(" %")
    assert (text == "0 %") == (share == 0)


def test_figures_never_round_into_the_next_unit() -> None:
    assert format_length(999.6) == "1.00 km"
    assert format_length(999.4) == "999 m"
    assert format_length(0.0999 * MILE_M, "imperial") == "527 ft"
    assert format_length(0.1 * MILE_M, "imperial") == "0.10 mi"
    assert format_duration(3599) == "1 h"
    assert format_duration(3540) == "59 min"
    assert format_height(71.7 * INCH_M, "imperial") == "6 ft 0 in"
    assert format_pace(0.6596) == "11:00 min/km"


def test_input_is_quoted_short_and_without_control_characters() -> None:
    with pytest.raises(ValueError, match="steps") as refused:
        parse_steps("\x1b]0;owned\x07" + "x" * 1000)
    assert "\x1b" not in str(refused.value)
    assert len(str(refused.value)) < 200


def test_a_range_never_contains_nan() -> None:
    assert not units.LENGTH_M.holds(math.nan)
    assert units.LENGTH_M.holds(200)
    assert units.LENGTH_M.holds(100_000)
