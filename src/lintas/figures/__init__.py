"""Figures of several states put together so that nobody can work out from them what one state or one person is."""
