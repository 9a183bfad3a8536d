"""Work beside the keys: started by a widget, one at a time in its group, or put off until keys rest."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.timer import Timer
from textual.worker import Worker

from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.tui.app import NowReading

_log = logging.getLogger(__name__)
AFTER_KEY: Final = 0.06
"""Seconds after a key in which the next one may come, and would have to wait for what is drawn."""
LONGEST: Final = 2.0
"""Seconds after which it is done though keys go on coming."""


def begin(
    node: DOMNode,
    group: str,
    work: Callable[..., Coroutine[Any, Any, None]],
    *args: object,
    exclusive: bool = True,
    **named: object,
) -> Worker[None]:
    """Run ``work(*args, **named)`` in the background.

    ``exclusive`` ends what still runs in ``group``.  The coroutine is made when the work begins,
    so that work which is ended before leaves nothing behind.
    """
    job: Callable[[], Coroutine[None, None, None]] = partial(_watch, node, work, args, named)
    return node.run_worker(job, group=group, exclusive=exclusive, exit_on_error=False)


class Later:
    """Does ``work`` a ``pause`` (seconds) after it was wanted, once keys rest."""

    def __init__(self, pump: MessagePump, pause: float, work: Callable[[], None]) -> None:
        self._pump = pump
        self._pause = pause
        self._work = work
        self._timer: Timer | None = None
        self._until = 0.0

    @property
    def is_waiting(self) -> bool:
        """Whether it is wanted and not yet done."""
        return self._timer is not None

    def want(self) -> None:
        """Do it after the pause; wanted again meanwhile, it is done once."""
        if self._timer is None:
            self._until = monotonic() + self._pause + LONGEST
            self._timer = self._pump.set_timer(self._pause, self._look)

    def drop(self) -> None:
        """It is wanted no more."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _look(self) -> None:
        app: NowReading = self._pump.app  # type: ignore[assignment]
        now = monotonic()
        wait = app.last_key_at + AFTER_KEY - now
        if wait > 0 and now < self._until:
            self._timer = self._pump.set_timer(wait, self._look)
        else:
            self._timer = None
            self._work()


async def _watch(
    node: DOMNode,
    work: Callable[..., Coroutine[Any, Any, None]],
    args: tuple[object, ...],
    named: dict[str, object],
) -> None:
    try:
        await work(*args, **named)
    except ReaderError as error:
        _log.warning("work in the background failed: %s", error)
        tell = getattr(node.app, "tell_error", None)
        if tell is not None:
            tell(error)
        raise
    except Exception:
        _log.exception("work in the background failed")
        tell = getattr(node.app, "tell_mistake", None)
        if tell is not None:
            tell()
        raise
