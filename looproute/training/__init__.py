"""Training: plans to walk more, run-walk, treadmill walks and groups.

`plan` raises the steps week by week, and `outings` finds a loop for each outing. `run_walk` times
running and walking, with ratios from `run_walk_tables` or the `beginner_plan`, and counts the
steps; `run_walk_marks` puts the changes on a loop. `treadmill` plans a walk on a belt. `group` is
people at one pace; `shared_start` plans loops that begin alike. `parse` reads what runners write.
"""
