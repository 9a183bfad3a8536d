"""A server with everything that the web does to a feed reader, on real sockets of loopback.

``FaultServer`` serves healthy feeds of every format beside more than five hundred named faults; each
fault says what is to become of it.  ``python -m tests.faultserver`` serves them to a person.
"""

from tests.faultserver.server import AUTHORITY, Fault, FaultServer, Seen
from tests.faultserver.tricks import TRICKS

__all__ = ["AUTHORITY", "TRICKS", "Fault", "FaultServer", "Seen"]
