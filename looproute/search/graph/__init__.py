"""Multigraphs as arrays: their chains and blocks, their shortest and their disjoint paths."""
