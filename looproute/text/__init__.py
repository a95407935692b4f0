"""Sentences: the only package that composes text for people."""
