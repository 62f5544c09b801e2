"""`python -m ims_lint`."""

from ims_lint.cli import main

if __name__ == "__main__":
    main(prog_name="ims-lint")
