"""Compose all text that people read; no other package does."""
