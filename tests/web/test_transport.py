"""What lies under a request: the certificates to trust."""

from __future__ import annotations

import ssl

import httpx
import pytest

from reader.web.transport import Contexts


async def test_certificates_that_could_not_be_read_are_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    tries: list[OSError | ssl.SSLContext] = [OSError("no such file"), made]

    def make(*, verify: bool) -> ssl.SSLContext:
        given = tries.pop(0)
        if isinstance(given, OSError):
            raise given
        return given

    monkeypatch.setattr(httpx, "create_ssl_context", make)
    contexts = Contexts()
    with pytest.raises(ssl.SSLError):
        await contexts.get(verify=True)
    assert await contexts.get(verify=True) is made
    assert await contexts.get(verify=True) is made
    assert tries == []
