"""The dry run of a release: built from a clean clone, installed as users install it, and tried."""
