"""What went wrong, as one sentence for a reader: statuses and exceptions to FetchError."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

from reader import urls
from reader.errors import FetchError
from reader.model import FeedErrorKind
from reader.text import clean_line
from reader.web.schedule import http_date

LONGEST_WAIT: Final = timedelta(hours=24)
"""The most that a server's Retry-After is obeyed."""
UNNAMED_WAIT: Final = timedelta(minutes=15)
"""How long a host is left alone after a 429 that names no time."""
_STATUS_HINTS: Final = {
    401: "It wants a name and a password: login_command of its block in feeds.toml gives them.",
    402: "It wants to be paid.",
    403: "It does not serve this reader; the feed may have another address.",
    404: "The feed may have moved: look for it on the site, or add the site's address anew.",
    407: "The proxy wants a name and a password: put them into its address.",
    451: "It may not be shown where you are.",
    511: "The network wants you to sign in: open any page in a browser.",
}
_NO_FEED: Final = {
    403: "It does not serve this reader.",
    404: "It may have moved, or be gone.",
}
"""The same of pages and files."""
_SERVERS_FAULT: Final = "The fault lies with the server"
_OLD_TLS: Final = "It speaks only versions of TLS that are unsafe by now."
_OWN_CERTIFICATE: Final = (
    "It wants a certificate of the reader's own, which this program has none of."
)
_TLS_HINTS: Final = {
    "TLSV1_ALERT_PROTOCOL_VERSION": _OLD_TLS,
    "UNSUPPORTED_PROTOCOL": _OLD_TLS,
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": _OWN_CERTIFICATE,
    "WRONG_VERSION_NUMBER": "It does not speak TLS there: the address may begin with http://.",
    "TLSV1_UNRECOGNIZED_NAME": "It knows no site of this name; the address may be another one.",
}


def status_failure(
    url: str, status: int, headers: Mapping[str, str], now: datetime, noun: str
) -> FetchError:
    """The failure that an unwelcome ``status`` stands for; ``noun`` is ``feed``,
    ``page`` or ``file``."""
    shown = f"{status} ({reason})" if (reason := _reason(status)) else str(status)
    until = retry_after(headers.get("retry-after"), now)
    if status == 410:
        return FetchError(
            f"The server says that this {noun} is gone for good (410).",
            url=url,
            kind="gone",
            hint="It is not asked again; the stored stories stay." if noun == "feed" else "",
        )
    if status == 429 or (status == 503 and until is not None):
        until = until or now + UNNAMED_WAIT
        return FetchError(
            f"The server asks to be left alone for a while: {shown}.",
            url=url,
            kind="rate_limited",
            retry_at=until,
            passes=True,
        )
    hints = _STATUS_HINTS if noun == "feed" else {**_STATUS_HINTS, **_NO_FEED}
    hint = hints.get(status)
    passes = hint is None and (status >= 500 or status == 304)
    if hint is None:
        hint = (
            _SERVERS_FAULT
            if passes
            else (
                "The site is set up wrongly, or does not serve this reader; look for another address."
            )
        )
    message = f"The server answered {shown}."
    return FetchError(message, url=url, kind="http", hint=hint, passes=passes)


def held_failure(url: str, until: datetime) -> FetchError:
    """A request not made, because its host asked to be left alone until then."""
    return FetchError(
        f"{urls.site(url) or 'The server'} asked to be left alone for a while.",
        url=url,
        kind="rate_limited",
        retry_at=until,
        passes=True,
    )


def blocked_failure(url: str, host: str) -> FetchError:
    """An address inside a private network that nobody typed."""
    return FetchError(
        f"{urls.site(url) or clean_line(host)} lies in a private network and was not asked for.",
        url=url,
        kind="blocked",
        hint="If it is yours, list it in feeds.toml under [network] allow_private.",
    )


def too_large_failure(url: str, cap: int, noun: str) -> FetchError:
    """A body over the cap, declared or met."""
    return FetchError(
        f"The {noun} is larger than the {cap // 1_000_000} MB that are read at most.",
        url=url,
        kind="too_large",
        hint="A feed of that size is almost always a mistake or an attack.",
    )


def timeout_failure(url: str, seconds: float, *, connected: bool, noun: str) -> FetchError:
    """A server that did not answer, or not in time."""
    site = urls.site(url) or "The server"
    if connected:
        message = f"{site} did not send the {noun} within {seconds:.0f} seconds."
    else:
        message = f"No connection to {site} within {seconds:.0f} seconds."
    return FetchError(message, url=url, kind="timeout", passes=True)


def silent_failure(url: str) -> FetchError:
    """A request not made, because nobody answered others to the same host just now."""
    return FetchError(
        f"{urls.site(url) or 'The server'} did not answer other requests just now.",
        url=url,
        kind="timeout",
        passes=True,
    )


def inflate_failure(url: str, why: str, noun: str) -> FetchError:
    """A packed body that can't be unpacked; ``why`` completes "The body …"."""
    return FetchError(
        f"The {noun} as the server sent it {clean_line(why)}.",
        url=url,
        kind="encoding",
        hint=_SERVERS_FAULT,
        passes=True,
    )


def exception_failure(url: str, error: BaseException, *, met_nonsense: bool) -> FetchError:
    """What an exception of the network or of httpcore means; called once httpcore is there.

    ``met_nonsense`` tells that bytes came that are no HTTP.
    """
    import ssl

    import httpcore

    from reader.web.wire import NameProblem

    site = urls.site(url) or "the server"
    if isinstance(error, NameProblem):
        message = f"No address is known for {site}."
        return _failure(url, "dns", message, "Check the spelling, or the connection.")
    if isinstance(error, ssl.SSLCertVerificationError):
        why = clean_line(error.verify_message or "it is not trusted").rstrip(".")
        message = f"The certificate of {site} is no good: {why}."
        return _failure(url, "tls", message, "The connection could be tampered with.")
    # A refusal of TLS 1.3 comes when the connection is made and read from.
    refusal = error if isinstance(error, ssl.SSLError) else error.__cause__
    if isinstance(refusal, ssl.SSLError):
        reason = getattr(refusal, "reason", None)  # those that this program raises have none
        hint = _TLS_HINTS.get(reason or "")
        return _failure(url, "tls", f"No safe connection (TLS) to {site} could be made.", hint)
    if isinstance(error, ConnectionRefusedError):
        return _failure(url, "refused", f"{site} refused the connection.", None)
    if met_nonsense or (isinstance(error, httpcore.RemoteProtocolError) and not _is_break(error)):
        return _failure(url, "protocol", f"{site} does not answer in proper HTTP.", None)
    if isinstance(error, httpcore.LocalProtocolError | httpcore.UnsupportedProtocol):
        return _failure(url, "bad_url", "This address or its headers can't be asked for.", "")
    if isinstance(error, httpcore.ProxyError):
        return proxy_failure(url)
    return _failure(url, "connection", f"The connection to {site} broke.", None)


def proxy_failure(url: str) -> FetchError:
    """The proxy can't be used or reached, or refuses."""
    return FetchError(
        f"The proxy did not lead to {urls.site(url) or 'the server'}.",
        url=url,
        kind="connection",
        hint="Check the proxy that the environment or feeds.toml names.",
    )


def is_stale(error: BaseException) -> bool:
    """Whether a connection that was used again may just have been closed by the server."""
    import httpcore

    return isinstance(error, httpcore.ReadError | httpcore.WriteError) or (
        isinstance(error, httpcore.RemoteProtocolError) and _is_break(error)
    )


def retry_after(value: str | None, now: datetime) -> datetime | None:
    """When a Retry-After header lets us come back: seconds or an HTTP date (RFC 9110 10.2.3).

    At most 24 hours from ``now``; None when absent, unreadable or past.
    """
    if not value:
        return None
    value = value.strip()
    if re.fullmatch(r"[0-9]+(\.[0-9]*)?", value):
        until = now + min(timedelta(seconds=min(float(value), 1e9)), LONGEST_WAIT)
    else:
        until = min(http_date(value) or now, now + LONGEST_WAIT)
    return until if until > now else None


def _failure(url: str, kind: FeedErrorKind, message: str, hint: str | None) -> FetchError:
    """With the hint None: what passes."""
    message = message[0].upper() + message[1:]
    return FetchError(message, url=url, kind=kind, hint=hint or "", passes=hint is None)


def _is_break(error: Exception) -> bool:
    """Whether httpcore's protocol error is really a connection that ended too soon."""
    text = str(error).lower()
    return "without sending" in text or "peer closed" in text


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
