"""`make accuracy`: how well letters are understood, measured on the labelled letters that lie beside the repository.

They are in `../shared/letters`: `make_eml.py` writes them as mails in ten encodings, `amends parse --json` reads those
as it reads any, `score.py` compares what was read with the labels and prints its table. Where they are not, this says
so and succeeds: they are a measure, not a part of the program.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
LETTERS = REPOSITORY.parent / "shared" / "letters"


def main() -> int:
    """Measure, and give score.py's exit code."""
    options = argparse.ArgumentParser(prog="python -m tests.accuracy", description=__doc__)
    options.add_argument("--letters", type=Path, default=LETTERS, help="the folder of labelled letters")
    options.add_argument("--misses", default="0", help="how many misses to list a field: a number or all (0)")
    options.add_argument("--only", default="", help="list the misses of these fields only, separated by commas")
    chosen = options.parse_args()
    if not (chosen.letters / "score.py").is_file():
        sys.stdout.write("There are no labelled letters in ../shared/letters, so there is nothing to measure with.\n")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "read.jsonl"
        predictions.write_text("".join(_read_as_mails(chosen.letters, Path(folder) / "mails")), "utf-8")
        score = [sys.executable, str(chosen.letters / "score.py"), str(predictions), "--misses", chosen.misses]
        return subprocess.run([*score, "--only", chosen.only], check=False).returncode


def _read_as_mails(letters: Path, mails: Path) -> list[str]:
    """What `amends parse --json` says of every letter, a line each, under the name that its label goes by."""
    subprocess.run([sys.executable, str(letters / "make_eml.py"), str(mails)], check=True, stdout=subprocess.DEVNULL)
    with (mails / "manifest.tsv").open(encoding="utf-8", newline="") as manifest:
        names = {row["file"]: row["id"] for row in csv.DictReader(manifest, delimiter="\t")}
    parse = [str(Path(sys.executable).with_name("amends")), "parse", "--json", *names]
    # One that cannot be read counts as not understood: exit code 1 is no reason to stop.
    told = subprocess.run(parse, cwd=mails, check=False, stdout=subprocess.PIPE, encoding="utf-8").stdout
    return [json.dumps(known | {"id": names[known["file"]]}) + "\n" for known in map(json.loads, told.splitlines())]


if __name__ == "__main__":
    sys.exit(main())
