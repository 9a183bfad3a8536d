"""Servers that refuse a safe connection: what they want is told."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from reader.errors import FetchError
from reader.web.fetch import Fetcher, Request, Settings
from tests.faultserver import AUTHORITY
from tests.faultserver.server import CERTIFICATES


@contextmanager
def serving(change: Callable[[ssl.SSLContext], None]) -> Iterator[str]:
    """A server that makes one safe connection, or says why not; gives its address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "good.pem")
    change(context)

    def serve() -> None:
        with suppress(OSError):
            taken, _ = listening.accept()
            safe = context.wrap_socket(taken, server_side=True, do_handshake_on_connect=False)
            with suppress(OSError):
                safe.do_handshake()
            # Closed with anything unread, the refusal would be lost on its way.
            with socket.socket(fileno=safe.detach()) as plain:
                plain.shutdown(socket.SHUT_WR)
                while plain.recv(4096):
                    pass

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}/"
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
    thread.join()


def wants_a_certificate(context: ssl.SSLContext) -> None:
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(AUTHORITY)


def knows_no_such_name(context: ssl.SSLContext) -> None:
    context.sni_callback = lambda *_: ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        (wants_a_certificate, "certificate of the reader's own"),
        (knows_no_such_name, "no site of this name"),
    ],
)
async def test_a_server_that_refuses_is_a_failure_of_tls_with_what_it_wants(
    change: Callable[[ssl.SSLContext], None], hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    fetcher = Fetcher(Settings())
    with serving(change) as url:
        with pytest.raises(FetchError) as caught:
            await fetcher.get(Request(url, user_typed=url))
        await fetcher.close()
    assert caught.value.kind == "tls"
    assert hint in caught.value.hint
