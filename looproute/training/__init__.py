"""Training: walk more from week to week, run and walk by turns, walk on a belt or together.

Everything here is reckoned from a walker and a wish; files and maps are made further up.
"""
