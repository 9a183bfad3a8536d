"""How each feed's server is asked: the headers, name and password that the user chose for it.

What was chosen for a feed counts for its own address, and for the pages and files that lie at the
same origin in the same folder or deeper (RFC 7617, section 2.2: that is the extent of a password).
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from base64 import b64encode
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from reader.errors import FetchError
from reader.model import Subscription
from reader.urls import origin

SECONDS: Final = 20.0
"""How long a command may take to say a password."""
_LONGEST: Final = 4096
"""Bytes of a command's answer that are read."""
_HINT: Final = (
    "See login_env, login_command and cookies in the manual; nothing was asked of the server."
)


class Access:
    """The choices of ``subscriptions``; passwords are asked for when first needed, then kept."""

    def __init__(self, subscriptions: Iterable[Subscription] = ()) -> None:
        self._exact = {one.url: one if _is_special(one) else None for one in subscriptions}
        special = [one for one in self._exact.values() if one is not None]
        self._folders = [(folder, one) for one in special if (folder := _folder(one.url))]
        self._said: dict[tuple[str, ...], asyncio.Task[str]] = {}

    def of(self, url: str) -> Subscription | None:
        """The subscription whose choices count for ``url``; None when nothing was chosen."""
        if url in self._exact:
            return self._exact[url]
        place = _folder(url) if self._folders else None
        if place is None:
            return None
        fits = [
            (len(path), one)
            for (where, path), one in self._folders
            if where == place[0] and place[1].startswith(path)
        ]
        return max(fits, key=lambda fit: fit[0], default=(0, None))[1]

    async def headers(self, subscription: Subscription, url: str) -> dict[str, str]:
        """The request headers chosen for it, with the cookies for ``url``. Raises FetchError when
        its password or cookies can't be had."""
        headers = {name.lower(): value for name, value in subscription.headers}
        if subscription.user_agent:
            headers["user-agent"] = subscription.user_agent
        login = await self._login(subscription)
        if login:
            headers["authorization"] = f"Basic {b64encode(login.encode()).decode()}"
        if subscription.cookies and (sent := await self._cookies(subscription, url)):
            headers["cookie"] = sent
        return headers

    async def _cookies(self, subscription: Subscription, url: str) -> str:
        from reader.library.fetching import cookies

        try:
            text = await asyncio.to_thread(cookies.read, subscription.cookies)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise _failure(subscription, f"Its cookies can't be read: {reason}.") from None
        return cookies.header(text, url)

    def forget(self, subscription: Subscription) -> None:
        """Ask for its password anew the next time: the server did not take it."""
        self._said.pop(subscription.login_command, None)

    async def _login(self, subscription: Subscription) -> str:
        name, command = subscription.login_env, subscription.login_command
        if name:
            login = os.environ.get(name, "")
            if ":" not in login:
                raise _failure(
                    subscription, f"The environment variable {name} holds no name:password for it."
                )
            return login
        if not command:
            return ""
        if command not in self._said:
            self._said[command] = asyncio.get_running_loop().create_task(_ask(command))
        try:
            return await asyncio.shield(self._said[command])
        except (OSError, ValueError) as error:
            self._said.pop(command, None)
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise _failure(
                subscription, f"The command {Path(command[0]).name} gave no login: {reason}."
            ) from None


def _failure(subscription: Subscription, message: str) -> FetchError:
    return FetchError(message, url=subscription.url, kind="http", hint=_HINT)


async def _ask(command: tuple[str, ...]) -> str:
    """``name:password`` from the first line that ``command`` prints.

    It runs without a shell, away from the terminal.  Raises OSError, or ValueError that says why.
    """
    process = await asyncio.to_thread(
        subprocess.Popen,
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.stdout is not None
    answer = _Answer(process.stdout.fileno())
    loop = asyncio.get_running_loop()
    loop.add_reader(process.stdout, answer.take)
    try:
        await asyncio.to_thread(process.wait, SECONDS)
        answer.take()
    except subprocess.TimeoutExpired:
        raise ValueError(f"it took more than {SECONDS:.0f} seconds") from None
    finally:
        if process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        loop.remove_reader(process.stdout)
        process.stdout.close()
    if process.returncode:
        raise ValueError(f"it ended with {process.returncode}")
    login = answer.said.decode("utf-8", "replace").partition("\n")[0].strip("\r")
    if ":" not in login:
        raise ValueError("it printed no name:password")
    return login


class _Answer:
    """What a program prints into a pipe, as far as it counts.

    Never waited for: what the program started may hold the pipe open when it is gone itself.
    """

    def __init__(self, pipe: int) -> None:
        os.set_blocking(pipe, False)
        self._pipe = pipe
        self.said = b""

    def take(self) -> None:
        """Take what is there; what is too much also, as a program that can't write waits."""
        with suppress(BlockingIOError):
            more = os.read(self._pipe, 65_536)
            self.said += more[: _LONGEST - len(self.said)]
            if not more:
                asyncio.get_running_loop().remove_reader(self._pipe)


def _is_special(one: Subscription) -> bool:
    return bool(
        one.headers
        or one.user_agent
        or one.login_env
        or one.login_command
        or one.cookies
        or not one.verify_tls
    )


def _folder(url: str) -> tuple[tuple[str, str, int], str] | None:
    """Origin and folder of an address; None when it is none."""
    try:
        return origin(url), (urlsplit(url).path or "/").rpartition("/")[0] + "/"
    except ValueError:
        return None
