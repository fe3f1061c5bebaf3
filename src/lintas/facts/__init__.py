"""What is publicly known of the mechanism: bodies, meetings, texts, plans, partners, crime areas, who leads and chairs.

Each row has its source and says how sure it is; nobody signed any of it. Sources that differ stand side by side, and
what was looked for and not found is a row as well. `sorts` has the columns, `reading` reads the files, `register`
answers, `offering` says what of a row a draft may take; `shipped` alone reads files. The rows are data: no module here
knows a state, a body or a partner.
"""

from __future__ import annotations

from lintas.facts.register import Register
from lintas.facts.shipped import shipped

__all__ = ["Register", "shipped"]
