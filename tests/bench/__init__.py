"""Measure what the search finds, the quality of the loops, and the time.

`python -m tests.bench.search` writes search.md, `python -m tests.bench.contact_sheet` draws loops,
`python -m tests.bench.cold_start` writes cold_start.md, `pytest tests/bench -n 0` times the rest.

Nothing here uses the search's own code to judge the search. The modules in order: areas (streets
and starts), tasks (search and compare), rooted and rewalk (walk a loop again), chains, subgraph
and forced (necessary repetition), refute (search all walks for a missed loop), check and measures,
room, rival; then record, figures, contest, worst, and report.
"""
