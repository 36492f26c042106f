"""How people write the names of goods: in quotes, by brand and number, in lists and tables, behind whose they are."""

from __future__ import annotations

import pytest

from parsers.goods.products import find_goods
from parsers.goods.same_goods import best_named
from parsers.text.reading import Reading
from tests.parsers.test_products import products


def names(text: str, subject: str = "") -> list[str]:
    """The names alone, in alphabetical order."""
    return sorted(name for name, _ in products(text, "en", subject))


def spoken_of(text: str) -> list[str]:
    """The best name of everything in a letter that may be a product, whatever is thought likely of it."""
    letter = f"Hello,\n\n{text}\n\nKind regards"
    reading = Reading("", letter)
    return [best_named(group).name for group in find_goods(reading, letter, (), len(reading.text)).groups]


class TestTitles:
    """Titles in quotes are whole names; what somebody said or wrote in quotes is none."""

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ('We ordered 120 copies of "Songs of the Year" and 80 came.', ("Songs of the Year", 120)),
            ('Our order was for 12 copies of "The Salt Marsh" in paperback.', ("The Salt Marsh", 12)),
            ('We ordered 30 copies of "Hills & Valleys 3" (teacher\'s edition) in May.', ("Hills & Valleys 3", 30)),
            ("You sent us 40 copies of “A History of Bread” instead of four.", ("A History of Bread", 40)),
            ('Five copies of "Learn to Knit: A Guide for Beginners" arrived with wet pages.', ("Learn to Knit", 5)),
            ('Not in the box: "The Winter of Glass", which we paid for.', ("The Winter of Glass", None)),
            ('My copy of "Birds of the Fens" has pages 33 to 64 twice.', ("Birds of the Fens", None)),
            ('Two boxes of "Night in Lisbon" were crushed.', ("Night in Lisbon", 2)),
            ('18 sets of "Requiem for the Living" lack the alto part.', ("Requiem for the Living", 18)),
            ('The DVD "Trains of the North" does not play.', ("DVD", None)),
        ],
    )
    def test_a_title_is_taken_whole(self, text: str, found: tuple[str, int | None]):
        """With its small words, signs and numbers, but without its second title."""
        name, number = found
        assert name in names(text)
        if number is not None and name != "DVD":
            assert found[1] in {quantity for each, quantity in products(text) if each == name}

    @pytest.mark.parametrize(
        "text",
        [
            'The kettle came in a box marked "Return to Sender".',
            'The kettle arrived and the tracking page says "Out for Delivery".',
            'Your colleague told me "Wait for the Engineer", so the kettle still leaks.',
            'The kettle leaks. Status of my ticket is "Waiting for Parts".',
            'On the lid of the kettle it reads "Not for Use in Water".',
            'The kettle is broken, and the van had a sign "Driver Carries No Cash".',
            'The kettle shows an error "No Water in Tank".',
            'I clicked "Add to Basket" once and was sent two kettles.',
        ],
    )
    def test_what_was_said_or_written_is_no_title(self, text: str):
        """Whatever capitals it has."""
        assert {name.lower().rstrip("s") for name in names(text)} <= {"kettle"}

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ('I bought the wooden puzzle "Little Puffer" and a piece came off.', "wooden puzzle"),
            ('40 bar stools "Fjord" were never ordered by us.', "bar stools"),
            ('The garden bench "Kentwell" is cracked.', "garden bench"),
        ],
    )
    def test_a_name_in_quotes_behind_goods_is_no_thing_of_its_own(self, text: str, found: str):
        """It says what the goods are called."""
        assert names(text) == [found]


class TestBrands:
    """A proper name with its number is goods where somebody has it."""

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("The Trekker 2 (registered in May) has been in your workshop three times.", "Trekker 2"),
            ("Your Strider 9 threw my daughter off yesterday.", "Strider 9"),
            ("Our Aerona 8 makes a ticking noise since Tuesday.", "Aerona 8"),
            ("I have measured the Dormera Royal 180 with a steel rule.", "Dormera Royal 180"),
            ("My Brevetta 300 leaks from the left side.", "Brevetta 300"),
            ("The new Quorvex 12 stopped after two days.", "Quorvex 12"),
            ("My pixel is dead since your shop opened it.", "pixel"),
            ("The playstation you repaired still overheats.", "playstation"),
            ("My dyson stopped working after a week.", "dyson"),
        ],
    )
    def test_goods_are_called_by_their_brand(self, text: str, found: str):
        """With its number, or as a word of the language."""
        assert found in names(text)

    @pytest.mark.parametrize(
        "text",
        [
            "The kettle on our Ward 6 leaks.",
            "The kettle for the Year 8 leaks.",
            "The kettle in my Room 12 leaks.",
            "The kettle you sent to our Flat 3 leaks.",
            "The kettle leaks, see your Section 4.",
            "The kettle leaks; I was promised a visit by the May 12 at the latest.",
        ],
    )
    def test_what_is_numbered_in_other_ways_is_none(self, text: str):
        """Rooms, dates, paragraphs."""
        assert names(text) == ["kettle"]


class TestWhatNamesAreMadeOf:
    """Goods that only tell more of the next word, and words for goods that say what something does."""

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("My cello bow came back with the wrong hair.", "cello bow"),
            ("The pallet racking you put up is bent at the foot.", "pallet racking"),
            ("Two jars of your hazelnut spread were rancid.", "hazelnut spread"),
            ("The gingerbread kit had no icing.", "gingerbread kit"),
            ("The oat drink you sent was sour when it came.", "oat drink"),
            ("The telescope mount I bought from you wobbles.", "telescope mount"),
            ("The glass decanter came with a chip.", "glass decanter"),
            ("Your cherry picker broke down on the second day.", "cherry picker"),
            ("The perfectly nice wardrobe came with a scratched door.", "wardrobe"),
            ("We are forever buying smoke alarms from you, and three of these beep at night.", "smoke alarms"),
            ("The forty-eight deck boards are split.", "deck boards"),
            ("Please replace four infusion pumps that stop by themselves.", "infusion pumps"),
            ("The hearing aids whistle constantly.", "hearing aids"),
            ("The keyboard sticks at every second key.", "keyboard"),
            ("The office printer prints stripes.", "office printer"),
            ("The bagpipe reeds you sent are split.", "bagpipe reeds"),
        ],
    )
    def test_a_name_has_all_its_words_and_no_others(self, text: str, found: str):
        """Neither the first of two nouns alone nor the verb behind them."""
        assert names(text) == [found]


class TestWhereNamesEnd:
    """Nothing belongs to a name that only stands beside it."""

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("You owe us 8 daughters' frocks and 3 pirate hats.", ("frocks", 8)),
            ("We ordered 12 ladies' coats and none has a lining.", ("coats", 12)),
            ("You sent 14 bags (50 kg) of spring barley that does not sprout.", ("spring barley", 14)),
            ("We received 6 drums (200 l each) of gear oil, all of them leaking.", ("gear oil", 6)),
            ("Three cases of the Rioja Reserva came broken.", ("Rioja Reserva", 3)),
            ("Two cartons of your plush fox were opened at the port.", ("plush fox", 2)),
            ("Please replace the 250 tote bags, the print comes off.", ("tote bags", 250)),
            ("The 40 bar stools wobble.", ("bar stools", 40)),
            ("25 door handles have no screws.", ("door handles", 25)),
            ("Label rolls too narrow again, please swap them.", ("Label rolls", None)),
        ],
    )
    def test_the_name_is_cut_out(self, text: str, found: tuple[str, int | None]):
        """From whose it is, from what it comes in, from sizes."""
        assert found in products(text)

    @pytest.mark.parametrize(
        ("text", "subject"),
        [
            ("500 brochures are wrong: the summer camp prices stand under the wrong photograph.", ""),
            ("500 brochures are wrong: the opening hours press against the margin.", ""),
            ("Dear rental desk,\n500 brochures are torn.", ""),
            ("500 brochures are torn. Consignor Velmo Ceramics says it is you.", ""),
            ("500 brochures are torn: you have the old firm's.", ""),
            ("500 brochures are torn. Meter 43,902 estimated.", ""),
            ("500 brochures are torn. Phone (+65 6555 0142) and mail stay the same.", ""),
            ("500 brochures are torn. 62 not 57 pls.", ""),
        ],
    )
    def test_what_only_looks_like_a_name_is_none(self, text: str, subject: str):
        """Verbs behind plurals, people who are greeted or take part, possessors without a thing, numbers to call."""
        assert names(text, subject) == ["brochures"]

    def test_a_number_of_a_place_is_no_part_of_a_name(self):
        """What is built there is."""
        found = names("Where are the windows for plot 7? I have 11 windows to fit.", "Windows Plot 7 - site waiting")
        assert found in (["windows"], ["Windows"])


class TestRows:
    """Lists and tables as people type them."""

    def test_the_number_may_stand_before_the_name(self):
        """Below such a line even without a unit."""
        found = products(
            "Please send us as usual by air:\n\n"
            "    12 kg   Nuwara Eliya OP\n     6 kg   Uva BOP\n     3 kg   silver tips\n   200      empty tins, green"
        )
        assert set(found) == {("Nuwara Eliya OP", 12), ("Uva BOP", 6), ("silver tips", 3), ("empty tins", 200)}

    def test_a_table_may_lack_the_head_of_its_names(self):
        """And rows where nothing is wrong are none of the letter's."""
        found = products(
            "Count from Monday:\n\n"
            "            sent    back   short\n"
            "sheets dbl   220     220      0\n"
            "bath towels  310     262     48\n"
            "wibblers      24      20      4"
        )
        assert found == [("bath towels", 48), ("wibblers", 4)]

    @pytest.mark.parametrize("head", ["desc", "Description", "particulars", "component", "stock item"])
    def test_many_heads_tell_names(self, head: str):
        """Also shortened ones."""
        found = products(f"Not here:\n\nPO        pos   {head}       qty\n4502117   10    frobnet bolt     20")
        assert found == [("frobnet bolt", 20)]

    @pytest.mark.parametrize("label", ["Affected so far", "Received to date", "Broken in total", "Missing today"])
    def test_what_counts_is_no_name(self, label: str):
        """However it is put."""
        found = names(f"Product            drip set\n{label}       14 sets\n\nThe drip set leaks.")
        assert found == ["drip set"]

    @pytest.mark.parametrize("tail", [" of 5 kg", " (10 each)", " @ 4.20", ""])
    def test_an_item_may_say_more_behind_its_number(self, tail: str):
        """What one holds, what one costs."""
        found = products(f"Kindly replace:\n1. Graphite gland packing 10x10 mm - 15 boxes{tail}\n2. Wibbler - 3 sets")
        assert ("Graphite gland packing 10x10 mm", 15) in found

    def test_a_document_s_number_is_no_name(self):
        """What else the row has may be one."""
        assert "article No. 487-13" not in names(
            "You sent us:\n\n100 pcs    article No. 487-13\n\nThe mp3 players fail."
        )


class TestBounds:
    """Where a name ends that goes on with a word no list knows, and what is named like a brand."""

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("The tyre changer (39017) was delivered without its lever.", "tyre changer"),
            ("The saddle stitcher stopped after two days.", "saddle stitcher"),
            ("The shuttle tips we had on invoice 5530 are blunt.", "shuttle tips"),
            ("My HomeHub 6 keeps dropping the line.", "HomeHub 6"),
            ("We were charged twice for the HomeGuard Plus.", "HomeGuard Plus"),
        ],
    )
    def test_a_name_is_taken_whole(self, text: str, name: str):
        """What a thing does, and which edition of a brand it is, belong to its name."""
        assert name in spoken_of(text)

    @pytest.mark.parametrize("text", ["The kettle is from Mr McDonald.", "The printer supplier has closed."])
    def test_people_are_no_goods(self, text: str):
        """However their names are written."""
        assert not {"McDonald", "printer supplier"} & set(spoken_of(text))
