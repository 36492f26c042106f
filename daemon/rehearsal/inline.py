"""Work that a daemon gives to threads, done at once and in the asking thread: in a play everything has one order."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


class Inline(ThreadPoolExecutor):
    """An executor without threads; asyncio wants it to be a `ThreadPoolExecutor`."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do it now; the future is done when it is given."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - whatever it is belongs to whoever awaits the future
            future.set_exception(error)
        return future
