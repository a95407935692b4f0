"""Training: plans to walk more, run-walk, treadmill walks and groups.

`plan` raises the steps week by week, and `outings` finds a loop for each outing. `run_walk` times
running and walking, with ratios from `run_walk_tables` or the `beginner_plan`, and counts the
steps; `run_walk_marks` marks the changes on a loop. `treadmill` plans a walk on a belt. `group` is
people walking at the same pace; `shared_start` plans loops with a common first part. `parse` parses
races, paces and ratios.
"""
