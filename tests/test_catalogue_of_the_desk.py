"""The company's catalogue at the desk: read at the start, known to whoever reads letters, and told when it is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from daemon.app import open_readers
from daemon.catalogue_file import CatalogueError, catalogue_of
from daemon.reader_pool import ReaderPool
from daemon.rehearsal import scenario_file
from daemon.rehearsal.scenario import ScenarioInvalid
from parsers.letter import Letter, Product
from tests.cast import ANN, FINANCE, QUALITY
from tests.commands.terminal import objects, typed
from tests.world import MakeWorld, World

SHELF = "sku,name_en,name_zh,department\nFK-XL,FrostKing XL,霜王,财务\nLM-1,Lumo,流明灯,\n"
FROSTKINGS = "We complain: two of the FrostKing XL and a Lumo do not work. Ann Lee"
RAW = f"From: {ANN.address}\r\nSubject: FrostKing XL\r\nMessage-ID: <fk@mail.example>\r\n\r\n{FROSTKINGS}\r\n".encode()
FINANCES = {
    "department": [
        {"name": "Quality", "roles": ["quality", "service"], "address": QUALITY.address},
        {"name": "Finance", "aliases": ["财务"], "roles": ["finance"], "address": FINANCE.address},
    ]
}


@pytest.fixture
def world(make_world: MakeWorld, tmp_path: Path) -> World:
    """A desk with a catalogue beside its configuration."""
    (tmp_path / "products.csv").write_text(SHELF, "utf-8")
    return make_world(settings={"catalogue": {"path": "products.csv"}, **FINANCES})


@pytest.fixture
def children(world: World) -> Iterator[ReaderPool]:
    """The children that the daemon would start."""
    pool = open_readers(world.config)
    yield pool
    pool.close()


def test_the_children_know_the_products(children: ReaderPool):
    """What the catalogue names is a product with its article number and department, in a child process too."""
    [letter] = children.read([RAW])
    assert isinstance(letter, Letter)
    found = {fact.value for fact in letter.facts.products}
    assert found == {Product("FrostKing XL", 2, "FK-XL", "财务"), Product("Lumo", None, "LM-1", None)}


def test_a_department_may_be_told_by_name_alias_or_role(world: World):
    """Whatever the configuration calls it; the path is relative to the configuration."""
    shelf = world.folder / "products.csv"
    for name in ("Finance", "财务", "finance"):
        shelf.write_text(SHELF.replace("财务", name), "utf-8")
        catalogue = catalogue_of(world.config)
        assert catalogue is not None
        assert catalogue.entries[0].department == name


def test_without_a_catalogue_there_is_none(make_world: MakeWorld):
    """Products are then read from the letters alone."""
    assert catalogue_of(make_world().config) is None


@pytest.mark.parametrize("command", ["check", "run --once"])
def test_a_mistake_is_told_with_its_line(world: World, command: str):
    """`amends check` and the start name file and line, and end with 2: nothing has been begun."""
    (world.folder / "products.csv").write_text("sku,name,department\nFK-XL,FrostKing XL,Colling\nLM-1,,\n", "utf-8")
    result = typed(world.config_path, *command.split())
    assert result.exit_code == 2
    assert 'products.csv:2: department "Colling" is not known; use one of: Finance, Quality' in result.stderr
    assert 'products.csv:3: article "LM-1" has no name' in result.stderr


def test_a_file_that_is_not_there_is_told(world: World):
    """With what to look at."""
    (world.folder / "products.csv").unlink()
    with pytest.raises(CatalogueError, match=r"products\.csv: it cannot be read .*; check \[catalogue\] path"):
        catalogue_of(world.config)


def test_check_says_how_many_articles_there_are(world: World):
    """A catalogue that was cut short shows."""
    assert "ok  catalogue: 2 articles" in typed(world.config_path, "check").stdout


def test_parse_reads_as_the_desk_does(world: World, tmp_path: Path):
    """With the configuration products have their numbers; without, nothing is known of them."""
    file = tmp_path / "frostking.eml"
    file.write_bytes(RAW)
    [told] = objects(typed(world.config_path, "parse", str(file), "--json", "--config", str(world.config_path)))
    [bare] = objects(typed(file, "parse", str(file), "--json"))
    assert {"name": "FrostKing XL", "quantity": 2, "sku": "FK-XL", "department": "财务"} in told["products"]
    assert not any("sku" in product for product in bare["products"])


def test_a_scenario_tells_the_catalogues_mistakes(tmp_path: Path):
    """A rehearsal with a broken catalogue does not begin; the sentence names the scenario's line and the file's."""
    (tmp_path / "products.csv").write_text("name\nLumo\n", "utf-8")
    scenario = tmp_path / "play.toml"
    scenario.write_text(
        'start = 2026-11-23T09:00:00+08:00\n[config.catalogue]\npath = "products.csv"\n'
        '[[step]]\nfrom = "ann@customer.example"\nbody = "Hello"\n',
        "utf-8",
    )
    with pytest.raises(ScenarioInvalid, match=r'play\.toml:3: .*products\.csv:1: there is no column "sku"'):
        scenario_file.load(scenario)
