"""Fix files, render request bodies, and create starter requests."""
