"""Work that a daemon gives to threads, done at once and in the asking thread: in a play everything has one order."""

from __future__ import annotations

from asyncio import Future, get_running_loop
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


class Inline(ThreadPoolExecutor):
    """An executor without threads; asyncio wants it to be a `ThreadPoolExecutor`, and awaits its own futures as they are."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Do it now; the future, the running loop's, is done when it is given."""
        future: Future[Any] = get_running_loop().create_future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - whatever it is belongs to whoever awaits the future
            future.set_exception(error)
        return future
