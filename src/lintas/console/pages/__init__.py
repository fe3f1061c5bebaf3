"""The views, one file for each page or for what belongs together on the way through one."""
