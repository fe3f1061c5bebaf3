"""How `console.db` came to be as it is: Django goes from any of these to the next."""
