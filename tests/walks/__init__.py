"""The exhaustive walk of every item table of every kind, with the real fold; `python -m tests.walks [kind [table]]`."""
