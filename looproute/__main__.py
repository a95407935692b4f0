"""``python -m looproute``, and the command ``looproute``: Ctrl-C is heard from the beginning."""

import os
import sys


def main() -> None:
    """Run the command line and exit."""
    try:
        open_closed_streams()
        from looproute.cli import main as run

        run()
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        sys.exit(130)


def open_closed_streams() -> None:
    """Let nothing be read or written where cron, a service or pythonw closed a standard stream.

    Otherwise the first file that is opened would take its place, and get what is written to it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115


if __name__ == "__main__":
    main()
