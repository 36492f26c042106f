"""Packs of their own for tests: the standard one, with other clocks and rules."""

from __future__ import annotations

from pathlib import Path

HEAD = 'extends = "standard"\ntitle = { en = "Ours", zh = "本公司" }\n'
SHORTER = HEAD + '[clocks.normal]\nsigning = "2 working hours"\nanswer = "3 working days"\n'
KETTLES_TO_FINANCE = """
[[rule]]
name = "kettles"
when = 'words.contains("kettle")'
why = { en = "kettles are Finance's business", zh = "水壶归财务部" }
then = { department = "finance", level = "high" }
"""
BROKEN = HEAD + '[clocks.normal]\nsigning = "2 working ours"\n\n[clocks.hihg]\nanswer = "1 working day"\n'


def pack(folder: Path, text: str, name: str = "our.toml") -> Path:
    """The pack as a file; written the way careful editors do, a new file in the old one's place."""
    file = folder / name
    beside = folder / f"{name}.new"
    beside.write_text(text, encoding="utf-8")
    return beside.replace(file)
