"""Documents quote looproute correctly."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from looproute.cli import main

ROOT = Path(__file__).parents[1]

REFUSED = {
    "The nearest street is 158 m from the start": "loop 53.52,13.3",
    "Did you mean 53.5571,13.2613? Latitude goes first.": "loop 13.2613,53.5571 --offline",
    "is not a place": "loop 53.5571",
    "are not saved on this computer": "loop 57.7,11.97 --offline",
    "can mean 8 or 8,000 steps": "steps 8.000",
    "looks like a stride, which is two steps": "steps 8000 --step-length 1.5",
    "was not written by looproute": "loop -o mine.html",
    "cannot be read: no such file or directory": "loop 53.5571,13.2613 --map town.osm.pbf",
}


@pytest.fixture
def said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], str]:
    """Return a function that runs a command in an empty folder and returns its error message."""
    monkeypatch.chdir(tmp_path)

    def said(command: str) -> str:
        with pytest.raises(SystemExit) as stopped:
            main(command.split())
        assert stopped.value.code in (1, 2)
        return capsys.readouterr().err

    return said


def test_the_troubleshooting_page_lists_these_sentences() -> None:
    text = (ROOT / "docs/troubleshooting.md").read_text("utf-8")
    (section,) = re.findall(r"^## What you can fix.*?^## ", text, re.MULTILINE | re.DOTALL)
    assert re.findall(r"^\| `(.*?)` \|", section, re.MULTILINE) == list(REFUSED)


@pytest.mark.parametrize("sentence", REFUSED)
def test_a_sentence_of_the_troubleshooting_page_is_printed(
    sentence: str, said: Callable[[str], str]
) -> None:
    Path("mine.html").write_text("a page of my own", encoding="utf-8")
    assert sentence in said(REFUSED[sentence])


SAID = {
    "No loop through this place is 3,000 steps long: the shortest that I found has 3,963 steps.": (
        "docs/walks.md", "loop 53.5571,13.2613 --steps 3000 --via 53.5640,13.2700"
    ),
    "No way there is 1,500 steps long: the shortest has 2,326 steps.": (
        "docs/walks.md", "walk-there 53.5571,13.2613 53.5655,13.2750 --steps 1500"
    ),
    "No loop from here is 2,000 steps long: the longest within reach has 1,817 steps.": (
        "docs/fallbacks.md", "loop 53.5381,13.2237 --steps 2000 --only-loops"
    ),
    "There is no loop within 1 km of here: all streets end or lead on without a way round, as far "
    "as the loaded streets go. A larger map may have one.": (
        "docs/fallbacks.md", "loop 53.5884567,13.2368648 --distance 2km --only-loops"
    ),
}  # fmt: skip


@pytest.mark.parametrize("sentence", SAID)
def test_a_sentence_that_a_document_quotes_is_printed(
    sentence: str, said: Callable[[str], str]
) -> None:
    path, command = SAID[sentence]
    assert sentence in " ".join((ROOT / path).read_text("utf-8").split())
    assert sentence in said(command)
