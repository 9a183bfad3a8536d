"""Work beside the keys: started by a widget, one at a time in its group."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from textual.dom import DOMNode
from textual.worker import Worker

_log = logging.getLogger(__name__)


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


async def _watch(
    node: DOMNode,
    work: Callable[..., Coroutine[Any, Any, None]],
    args: tuple[object, ...],
    named: dict[str, object],
) -> None:
    try:
        await work(*args, **named)
    except Exception:
        _log.exception("work in the background failed")
        tell = getattr(node.app, "tell_mistake", None)
        if tell is not None:
            tell()
        raise
