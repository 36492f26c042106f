"""What a benchmark says: figures, each beside something everybody knows, as a ratio; and how they are shown.

A figure alone says more about the machine than about the program. So every one stands beside the same work done in the
plainest way, measured in the same run and in turns with ours; the ratio is what may be compared between machines.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from time import process_time

from rich import box
from rich.console import Console
from rich.table import Table

ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`value` of `what`, in `unit`; `beside` is what `ratio` compares it with (None: it stands beside nothing)."""

    what: str
    value: float
    unit: str
    beside: str = ""
    ratio: float | None = None


Work = Callable[[], object]


def cpu_seconds(works: Sequence[Work], rounds: int = ROUNDS) -> list[float]:
    """CPU seconds each work takes, the median of several rounds; the works take turns, after one round unmeasured."""
    for work in works:
        work()
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, taken in zip(works, times, strict=True):
            begin = process_time()
            work()
            taken.append(process_time() - begin)
    return [median(taken) for taken in times]


def show(name: str, figures: Iterable[Figure], *, as_json: bool) -> None:
    """One table, or one JSON line a figure."""
    if as_json:
        for figure in figures:
            print(json.dumps({"benchmark": name, **asdict(figure)}, ensure_ascii=False), flush=True)
        return
    table = Table(title=name, title_justify="left", title_style="bold", box=box.SIMPLE)
    table.add_column("what", no_wrap=True)
    table.add_column("measured", justify="right")
    table.add_column("ratio", justify="right")
    table.add_column("beside", no_wrap=True)
    for figure in figures:
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
        table.add_row(figure.what, f"{figure.value:.4g} {figure.unit}", ratio, figure.beside)
    Console().print(table)
