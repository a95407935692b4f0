"""The benchmark: what the search finds, how good it is, how long it takes.

`python -m tests.bench.search` writes search.md, `python -m tests.bench.contact_sheet` draws loops,
`python -m tests.bench.cold_start` writes cold_start.md, `pytest tests/bench -n 0` times the rest.
Nothing here uses the search's own code to judge the search.
"""
