"""``python -m looproute``: the command line."""

from looproute.cli import main

if __name__ == "__main__":
    main()
