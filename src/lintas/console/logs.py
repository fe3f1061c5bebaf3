"""What the console logs of a page that failed: the class of the error and the place, never what was in a request.

A traceback of Django would quote what was sealed, and what an officer had just written.
"""

from __future__ import annotations

import logging
from pathlib import Path
from traceback import extract_tb


class WithoutContent(logging.Filter):
    """Puts the place of an error where its traceback would stand."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            frames = extract_tb(error.__traceback__, limit=-1)
            place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown place"
            record.msg, record.args = f"{record.getMessage()}: {type(error).__name__} at {place}", ()
            record.exc_info, record.exc_text = None, None
        return True


def begin() -> None:
    """Let Django log where the node logs, without content."""
    for name in ("django.request", "django.security", "django.server"):
        logging.getLogger(name).addFilter(WithoutContent())
