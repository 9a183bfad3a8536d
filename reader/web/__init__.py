"""Getting bytes from the web, deciding when, and finding feeds from what a person types."""

from __future__ import annotations

import sys

# httpx's command line program, which imports rich, click and pygments where they are installed: half
# of what importing httpx takes.  Told that it is not there, httpx leaves it out.
if "httpx" not in sys.modules:
    sys.modules["httpx._main"] = None  # type: ignore[assignment]
