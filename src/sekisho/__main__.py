"""`python -m sekisho`: the command line."""

from sekisho.cli import main

if __name__ == "__main__":
    main(prog_name="sekisho")
