"""Training: walk more from week to week, run and walk by turns, walk on a belt or together.

`progression` is how steps rise week by week, `outlook` the weeks as they stand; `outings` finds a
loop for each. `runwalk` times running and walking
by turns, with the ratios of `galloway` or of the `firstweeks`, written in a `notation`; `footsteps`
counts its steps, and `changes` puts it on a map. `treadmill` is a walk on a belt. `together` is a
group at one pace; `nested` finds loops that begin alike, each `joined` of two.

All is reckoned from a walker and a wish; files and pages are made further up.
"""
