"""On which days a state's authorities work, and when its days end: calendars as data, each with its source.

`calendar` answers, `reading` reads a calendar's file; the files themselves are in `data`, one for a state. They are
written by `python -m tools.write_calendars` from a public library and verified by nobody, and say so. An authority that
knows better puts its own file into its node's folder.
"""
