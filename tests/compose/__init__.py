"""Tests of the folder, the settings, the worker and the node in service."""
