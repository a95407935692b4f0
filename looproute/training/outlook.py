"""A plan as it stands, with what is told beside it: what the page and the calendar are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from looproute.training.plan import Plan, Week


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """The weeks of a plan, and where its loops are.

    Attributes
    ----------
    plan : what was wished.
    weeks : as they stand.
    walked : the steps of each day on which something was walked.
    maps : the file of the loop of a day, relative to the file that tells of it.
    attribution : who is to be credited for the streets of the loops, or "".
    """

    plan: Plan
    weeks: tuple[Week, ...]
    walked: Mapping[date, int] = field(default_factory=lambda: MappingProxyType({}))
    maps: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}))
    attribution: str = ""
