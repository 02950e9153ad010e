"""``python -m uncramp.cli``."""

from uncramp.cli import main

if __name__ == "__main__":
    main(prog_name="uncramp")
