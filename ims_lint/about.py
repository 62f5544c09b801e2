"""What the program says of itself: its version."""

__version__ = "0.1.0"
