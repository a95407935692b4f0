"""``python -m looproute``, and the command ``looproute``: Ctrl-C is heard from the beginning."""

import sys


def main() -> None:
    """Run the command line and exit."""
    try:
        from looproute.cli import main as run

        run()
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
