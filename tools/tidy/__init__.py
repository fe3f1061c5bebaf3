"""The rules of this repository that no other tool knows, each a function over the tracked files.

A rule takes a `Tree` and yields a `Finding` per offence; its message says what to do instead. `RULES` in `rules.py`
names them all. `python -m tools.tidy` runs them, and `tests/test_tidy.py` shows each of them biting.
What ruff, mypy and import-linter can say is said there (`pyproject.toml`).
"""
