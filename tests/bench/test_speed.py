"""Time the main task in process CPU: `pytest tests/bench -n 0`."""

from __future__ import annotations

from time import process_time

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from looproute.request import LoopRequest
from looproute.search import find_loops
from looproute.sources.bundled import Bundled

LENGTH_M = 5600.0

pytestmark = pytest.mark.benchmark(timer=process_time)


def test_the_shipped_area_opens(benchmark: BenchmarkFixture) -> None:
    network = benchmark(Bundled().streets)
    assert len(network.u) > 10_000


def test_five_loops_of_5600_m_are_found(benchmark: BenchmarkFixture) -> None:
    network = Bundled().streets()
    request = LoopRequest(start=Bundled.start, length_m=LENGTH_M)
    assert len(benchmark(find_loops, network, request)) == 5
