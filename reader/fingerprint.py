"""Short stand-ins for long bytes: BLAKE2b, from where it can be had without OpenSSL.

``hashlib`` loads OpenSSL for hashes that are not asked for here: four megabytes.
"""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # a Python that is made otherwise
    from hashlib import blake2b


def fingerprint(data: bytes, size: int) -> bytes:
    """``size`` bytes, at most 64, that are others for other ``data``."""
    return blake2b(data, digest_size=size).digest()
