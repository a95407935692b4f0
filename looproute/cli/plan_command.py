"""A command whose help groups its options: what to walk, where, who walks, output, advanced."""

from __future__ import annotations

import click

from looproute.cli.options import NumbersCommand

SECTIONS: dict[str, tuple[str, ...]] = {
    "What to walk": (
        "--steps",
        "--distance",
        "--time",
        "--nested",
        "--track",
        "--lane",
        "--count",
        "--heading",
        "--via",
        "--only-loops",
        "--depart",
        "--back-by",
        "--date",
    ),
    "Where": ("--map", "--offline", "--snap"),
    "Who walks": ("--step-length", "--height", "--pace", "--sex", "--profile"),
    "Output": ("--output", "--open", "--json", "--units", "--force", "--gap"),
    "Advanced": (
        "--tolerance",
        "--exact",
        "--seed",
        "--deadline",
        "--overpass",
        "--nominatim",
        "--help",
    ),
}
"""The options of each section, in the order of the help."""


class PlanCommand(NumbersCommand):
    """A command that plans walks."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options of each section; raise KeyError for an option without a section."""
        records = {
            next(name for name in param.opts if name.startswith("--")): record
            for param in self.get_params(ctx)
            if isinstance(param, click.Option) and (record := param.get_help_record(ctx))
        }
        for title, names in SECTIONS.items():
            rows = [records.pop(name) for name in names if name in records]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
        if records:
            raise KeyError(f"no section of the help has {', '.join(records)}")
