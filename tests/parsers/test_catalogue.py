"""The catalogue in letters: found by its names, however they are written, with the number beside them."""

from __future__ import annotations

import pickle
import time

import pytest

import parsers
from daemon.catalogue_file import CatalogueError, read_catalogue
from parsers.facts import read_facts
from parsers.goods.catalogue import Catalogue, Entry
from parsers.letter import Letter, Product
from parsers.text.reading import Reading, canonical

SHELF = Catalogue(
    (
        Entry("FK-XL", ("FrostKing XL", "霜王XL"), "cooling"),
        Entry("FK", ("FrostKing",), "cooling"),
        Entry("LUM-2", ("Lumo", "流明灯"), "lighting"),
        Entry("77-AB", ("snap ring", "卡簧"), "parts"),
        Entry("77-AC", ("snap ring",), "parts"),
    )
)


def products(text: str, subject: str = "Complaint") -> list[Product]:
    """What the letter is about, read with the shelf at hand."""
    facts = read_facts(
        subject=subject, text=text, language="en", sender=None, attachments=(), date=None, catalogue=SHELF
    )
    return [fact.value for fact in facts.products]


class TestNames:
    """Names in the text of a letter."""

    def test_a_name_no_grammar_knows_is_a_product_with_the_number_beside_it(self):
        """To a grammar "FrostKing XL" is nothing; the catalogue says that it is a product, and eighteen of them."""
        assert products("We have 18 FrostKing XL here that hum all night.") == [
            Product("FrostKing XL", 18, "FK-XL", "cooling")
        ]

    @pytest.mark.parametrize("written", ["FROSTKING  xl", "ＦｒｏｓｔＫｉｎｇ　ＸＬ", "FrostKing\nXL"])
    def test_case_width_and_line_breaks_make_no_difference(self, written: str):
        """One product however it is typed."""
        assert [p.sku for p in products(f"Ever since you set it up in the kitchen our {written} hums.")] == ["FK-XL"]

    def test_chinese_names_are_found_without_spaces_and_in_either_script(self):
        """`霜王XL` in the middle of a sentence, `流明燈` for `流明灯`."""
        assert products("贵司的三台霜王XL不制冷,两盏流明燈不亮。") == [
            Product("霜王XL", 3, "FK-XL", "cooling"),
            Product("流明燈", 2, "LUM-2", "lighting"),
        ]

    def test_the_longest_name_wins(self):
        """FrostKing is a product of its own, but not within FrostKing XL."""
        found = SHELF.find(Reading("", "One FrostKing XL and one FrostKing.").lower)
        assert [match.sku for match in found] == ["FK-XL", "FK"]

    @pytest.mark.parametrize("text", ["The lumos spell failed.", "An illumo-thing.", "Lumo3 is another firm's."])
    def test_a_name_within_another_word_is_none(self, text: str):
        """Latin names are whole words; only a plural may follow."""
        found = [match.sku for match in SHELF.find(Reading("", text).lower)]
        assert found == (["LUM-2"] if "lumos" in text else [])

    @pytest.mark.parametrize(
        ("name", "written"),
        [
            ("Wi-Fi router", "The WiFi router is dead"),
            ("Wi-Fi router", "my wi fi router"),
            ("T-shirt", "two t shirts"),
            ("dishwasher", "the dish washer floods"),
            ("AC-200X", "My AC 200X rattles"),
            ("AC-200X", "My AC200X rattles"),
            ("AirCare 200X", "the aircare-200x"),
            ("净化器200X", "净化器 200X 坏了"),
            ("六角螺丝 M8x40", "六角螺丝M8×40断了"),
            ("hex screw M8x40", "the hex screws M8 x 40"),
            ("café table", "the cafe table wobbles"),
            ("spare battery", "both spare batteries"),
            ("bread knife", "six bread knives"),
            ("shelf", "the shelves"),
        ],
    )
    def test_spaces_hyphens_accents_and_plurals_make_no_difference(self, name: str, written: str):
        """What is one name to a reader is one name here."""
        assert Catalogue((Entry("K-1", (name,)),)).find(Reading("", written).lower) != ()

    @pytest.mark.parametrize(
        ("name", "written"),
        [
            ("IN-12", "in 12 boxes"),
            ("X2", "kettle x 2"),
            ("MAX-100", "at most, max 100 kg"),
            ("200X", "a tarp of 200 x 300 mm"),
            ("5L", "a 5 l jug"),
            ("Ita", "it a"),
            ("Step-In", "please step in"),
            ("12-5", "invoice 125"),
            ("12-5", "from 12 5 are missing"),
            ("Rosé", "prices rose"),
            ("safe", "it saves money"),
            ("kettle", "see https://shop.example/kettle/refund"),
            ("kettle", "write to kettle@shop.example"),
        ],
    )
    def test_other_words_that_look_like_a_name_are_none(self, name: str, written: str):
        """A gap may part two words, an accent tell them apart; and nobody names goods in a link."""
        assert Catalogue((Entry("K-1", (name,)),)).find(Reading("", written).lower) == ()

    def test_of_names_that_differ_in_a_hyphen_the_one_written_is_meant(self):
        """Or neither, where it is written in a third way."""
        shelf = Catalogue((Entry("1", ("A-150",)), Entry("2", ("A150",))))
        found = [shelf.find(Reading("", f"my {name} hums").lower) for name in ("A-150", "A150")]
        assert [match.sku for matches in found for match in matches] == ["1", "2"]

    def test_articles_that_share_a_name_share_what_they_have_in_common(self):
        """Nobody can tell which snap ring is meant, but it is the parts department's."""
        [product] = products("Two snap rings broke.")
        assert (product.quantity, product.sku, product.department) == (2, None, "parts")

    def test_an_article_number_alone_is_shown_by_the_name(self):
        """A bare "77-AC" tells a reader little."""
        assert [p.name for p in products("Your 77-AC does not fit.")] == ["snap ring"]

    def test_the_affected_of_several_count(self):
        """Three of the twenty-four."""
        assert products("3 of the 24 FrostKing XL are dead.")[0].quantity == 3

    def test_a_sum_is_no_quantity(self):
        """The price before a name counts nothing."""
        assert products("We paid EUR 900 FrostKing XL or not.")[0].quantity is None

    def test_the_signature_names_no_products(self):
        """A seller of FrostKings signs as one."""
        text = "My Lumo flickers.\n\nKind regards\nTom Lee\nFrostKing Stores Ltd\n"
        assert [p.sku for p in products(text)] == ["LUM-2"]


class TestCatalogue:
    """The catalogue as a value."""

    def test_it_survives_the_way_to_another_process(self):
        """Pickled and back it is equal and still finds."""
        copy = pickle.loads(pickle.dumps(SHELF))
        assert copy == SHELF
        assert [match.sku for match in copy.find("a lumo")] == ["LUM-2"]

    def test_an_empty_catalogue_finds_nothing(self):
        """No entries, no matches, no error."""
        assert Catalogue(()).find("anything") == ()

    def test_read_takes_it_along(self):
        """From bytes to a product with its number."""
        raw = b"From: a@b.example\r\nSubject: Lumo\r\nMessage-ID: <1@b.example>\r\n\r\nMy Lumo flickers.\r\n"
        letter = parsers.read(raw, catalogue=SHELF)
        assert isinstance(letter, Letter)
        assert [fact.value.sku for fact in letter.facts.products] == ["LUM-2"]

    def test_fifty_thousand_names_cost_milliseconds(self):
        """Built in a few seconds at the very most, searched in a few milliseconds: the letter is read once."""
        many = Catalogue(tuple(Entry(f"S-{n}", (f"Kettle model{n:05d}", f"水壶{n:05d}型")) for n in range(25_000)))
        text = canonical("We bought a Kettle model00042 and 水壶24999型 from you. " * 60)
        started = time.process_time()
        found = many.find(text)
        assert time.process_time() - started < 0.1
        assert {match.sku for match in found} == {"S-42", "S-24999"}


class TestFile:
    """The CSV file, and what is said of its mistakes."""

    def test_columns_in_any_order_and_several_names(self):
        """Whatever the spreadsheet looks like, the articles come out."""
        raw = "Department;NAME_en;SKU;name_zh\ncooling;FrostKing XL|Frosty;FK-XL;霜王\n".encode("utf-8-sig")
        assert read_catalogue(raw, "p.csv").entries == (Entry("FK-XL", ("FrostKing XL", "Frosty", "霜王"), "cooling"),)

    def test_gb18030_is_read(self):
        """What Excel saves in China."""
        raw = "sku,name\r\n1-A,流明灯\r\n".encode("gb18030")
        assert read_catalogue(raw, "p.csv").entries == (Entry("1-A", ("流明灯",)),)

    @pytest.mark.parametrize(
        ("rows", "problem"),
        [
            ("1-A,\n", 'p.csv:2: article "1-A" has no name; fill in the column name'),
            (",Lumo\n", "p.csv:2: the article has no sku; fill it in, or remove the row"),
            (
                '1-A,"Lumo\nlamp"\n1-A,Lumo\n',
                'p.csv:4: sku "1-A" stands already on line 2; join the two rows with |',
            ),
            ("1-A,77\n", 'p.csv:2: no letter can be searched for "77"; give at least two letters'),
            ("1-A,--\n", 'p.csv:2: no letter can be searched for "--"; give at least two letters'),
            (
                '1-A,Lumo\n1-B,"Lumo lamp\n1-C,Lum\n',
                "p.csv:3: the row cannot be read (unexpected end of data); check its quotation marks",
            ),
            (
                "1-A,Lumo, red\n",
                "p.csv:2: the row has more columns than the first; put a name with a comma in quotation marks",
            ),
            (f"1-A,{'x' * 201}\n", 'p.csv:2: a name of "1-A" is longer than 200 characters; shorten it'),
        ],
    )
    def test_what_is_wrong_is_told_with_its_line_and_what_to_do(self, rows: str, problem: str):
        """One sentence a mistake, pointing at the row."""
        with pytest.raises(CatalogueError) as caught:
            read_catalogue(("sku,name\n" + rows).encode(), "p.csv")
        assert caught.value.problems == (problem,)

    def test_a_department_that_does_not_exist_is_told(self):
        """Nobody would get the letter."""
        with pytest.raises(CatalogueError, match=r'p.csv:2: department "colling" is not known; use one of: cooling'):
            read_catalogue(b"sku,name,department\n1-A,Lumo,colling\n", "p.csv", frozenset({"cooling"}))

    def test_missing_columns_are_told(self):
        """A file without a header row is no catalogue."""
        with pytest.raises(CatalogueError) as caught:
            read_catalogue(b"1-A,Lumo\n", "p.csv")
        assert [problem.split(";")[0] for problem in caught.value.problems] == [
            'p.csv:1: there is no column "sku"',
            'p.csv:1: there is no column "name"',
        ]

    def test_bytes_in_no_known_encoding_are_told(self):
        """The line of the first byte that is neither."""
        with pytest.raises(CatalogueError, match=r"p.csv:2: it is neither UTF-8 nor GB18030"):
            read_catalogue(b"sku,name\n1-A,\xff\xff\n", "p.csv")

    @pytest.mark.parametrize(
        ("text", "encoding", "line"),
        [
            ("1-A,Lumo\n1-B,crème brûlée set\n", "cp1252", 3),
            ("1-A,Käsereibe\n", "latin-1", 2),
            ("1-A,電熱水壺\n1-B,咖啡機\n", "big5", 2),
        ],
    )
    def test_other_encodings_are_not_taken_for_gb18030(self, text: str, encoding: str, line: int):
        """It makes Chinese of nearly any bytes, and no letter would ever name such a product."""
        with pytest.raises(CatalogueError, match=rf"p.csv:{line}: it is neither UTF-8 nor GB18030"):
            read_catalogue(("sku,name\n" + text).encode(encoding), "p.csv")

    def test_one_bad_byte_in_a_long_file_is_told_with_its_own_line(self):
        """Not with the line at which the wrong encoding failed."""
        with pytest.raises(CatalogueError, match=r"p.csv:4: "):
            read_catalogue("sku,name\n1-A,水壶\n1-B,电水壶\n".encode() + b"1-C,\xff\xff\n", "p.csv")

    @pytest.mark.parametrize(
        "raw",
        [
            "sku\tname\r\n1-A\t流明灯\r\n".encode("utf-16"),
            b"\xfe\xff" + "sku,name\n1-A,流明灯\n".encode("utf-16-be"),
            "sep=;\r\nsku;name\r\n1-A;流明灯\r\n".encode("utf-8-sig"),
            "\n\nsku,name\n1-A,流明灯\n".encode(),
            'sku,name\n="1-A",\u200b流明灯\0\n'.encode(),
        ],
    )
    def test_files_as_spreadsheets_save_them(self, raw: bytes):
        """Unicode text, Excel's own first line, empty ones, numbers kept as text, characters that nobody sees."""
        assert read_catalogue(raw, "p.csv").entries == (Entry("1-A", ("流明灯",)),)

    def test_all_mistakes_are_told_at_once(self):
        """Nobody wants to mend a file line by line."""
        with pytest.raises(CatalogueError) as caught:
            read_catalogue(b"sku,name\n,a\n,b\n,c\n", "p.csv")
        assert len(caught.value.problems) == 3
