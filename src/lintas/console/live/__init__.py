"""Telling open pages what is new, as it comes: `hub` holds who listens, `stream` is what a browser reads."""
