"""Entry point of ``python -m looproute`` and ``looproute``; handles Ctrl-C even during imports."""

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
