"""A year of a federation that is laid down before anybody looks, and then served: `python -m lintas.demo --full`.

The nodes are the real ones, each a folder of its own. Until they are served they all lie open in one process, their
clocks are set to the day that is played, and what they owe each other is carried as sealed files, as by hand between
offices without a line. Each act is judged by everybody whom it reaches, as always.
"""
