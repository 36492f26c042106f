"""The numbers: `make bench`, or `python -m bench [reading] [deciding] [desk] [rehearsal] [--letters N] [--json]`.

Benchmarks are not tests: nothing passes or fails by them. Compare ratios, not seconds, and only within one run.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence

from bench import deciding, desk, reading, rehearsing
from bench.figures import Figure, show
from bench.letters import letters

BENCHMARKS: Mapping[str, Callable[[Sequence[bytes]], Iterable[Figure]]] = {
    "reading": reading.run,
    "deciding": deciding.run,
    "desk": desk.run,
    "rehearsal": rehearsing.run,
}
LETTERS = 300


def main() -> None:
    """Run the benchmarks that are named, or all."""
    options = argparse.ArgumentParser(prog="python -m bench", description="Amends measured beside the plainest means.")
    options.add_argument("name", nargs="*", help=f"which: {', '.join(BENCHMARKS)} (all of them unless named)")
    options.add_argument("--letters", type=int, default=LETTERS, help=f"how many letters ({LETTERS})")
    options.add_argument("--json", action="store_true", help="one JSON line a figure")
    chosen = options.parse_args()
    if unknown := set(chosen.name) - BENCHMARKS.keys():
        options.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    if chosen.letters < 1:
        options.error("--letters must be 1 or more")
    some = letters(chosen.letters)
    for name in chosen.name or BENCHMARKS:
        show(name, BENCHMARKS[name](some), as_json=chosen.json)


if __name__ == "__main__":
    main()
