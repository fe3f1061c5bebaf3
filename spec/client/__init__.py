"""The conformance client: see `__main__`."""
