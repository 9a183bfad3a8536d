"""All the faults, by name; each family has a module of its own."""

from __future__ import annotations

from tests.faultserver.exchange import Trick
from tests.faultserver.faults_addresses import ADDRESSES
from tests.faultserver.faults_bodies import BODIES
from tests.faultserver.faults_content import CONTENT
from tests.faultserver.faults_drips import DRIPS
from tests.faultserver.faults_framing import FRAMING
from tests.faultserver.faults_heads import HEADS
from tests.faultserver.faults_http import HTTP
from tests.faultserver.faults_markup import MARKUP
from tests.faultserver.faults_redirects import REDIRECTS
from tests.faultserver.faults_tls import TLS
from tests.faultserver.faults_transport import TRANSPORT
from tests.faultserver.faults_waits import WAITS

TRICKS: tuple[Trick, ...] = (
    *TRANSPORT,
    *TLS,
    *DRIPS,
    *FRAMING,
    *HEADS,
    *HTTP,
    *WAITS,
    *REDIRECTS,
    *ADDRESSES,
    *BODIES,
    *CONTENT,
    *MARKUP,
)
