"""What the protocol promises, each promise a small function that is named after it and says it in its docstring.

`commit`, `wire` and `crash` are looked at while faults last, where they could be broken; `end` after healing. A promise
that does not hold is told to the `Truth`. Which promises wait for what is not built yet stands in
docs/how-to/read-a-failing-seed.md.
"""
