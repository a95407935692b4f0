"""The benchmark: what the search finds, how good it is, how long it takes.

`python -m tests.bench.search` writes search.md, `python -m tests.bench.contact_sheet` draws loops,
`python -m tests.bench.cold_start` writes cold_start.md, `pytest tests/bench -n 0` times the rest.

Nothing here uses the search's own code to judge the search. The order of things: areas (streets
and starts), tasks (search and compare), rooted and rewalk (walk a loop again), chains, subgraph
and forced (what must be repeated), refute (is there really no loop?), check and measures, room,
rival; then record, figures, contest, worst, and report.
"""
