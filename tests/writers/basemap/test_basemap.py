from __future__ import annotations

from looproute.network.street_class import KINDS
from looproute.writers import basemap


def test_every_kind_of_street_has_a_class() -> None:
    assert set(basemap._CLASS_OF_KIND) <= set(KINDS)
    assert set(basemap._CLASS_OF_KIND.values()) <= set(basemap.CLASSES)
