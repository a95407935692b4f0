"""Multigraphs as arrays: chains, blocks, shortest paths and disjoint paths."""
