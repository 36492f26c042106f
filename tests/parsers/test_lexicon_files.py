"""The word files: what their notation stands for, and what is said of a file that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers.goods.goods_words import thing, thing_at_end
from parsers.lexicon import Lexicon, load


def lexicon(folder: Path, words: str) -> Lexicon:
    """The lexicon of one file, `xx.toml`, with these tables."""
    (folder / "xx.toml").write_text(words, encoding="utf-8")
    return load(folder)


def found(known: Lexicon, text: str) -> dict[str, list[str]]:
    """The phrases in `text`, by group."""
    return {group: [text[hit.start : hit.end] for hit in hits] for group, hits in known.scan(text).items()}


class TestNotation:
    """A group is a list, or one string."""

    def test_a_string_with_commas_has_an_entry_between_each_two(self, tmp_path: Path):
        """An entry may have several words, and run over the end of a line."""
        known = lexicon(tmp_path, '[phrases.sense]\nmoney = """\nmoney, gift\ncard, bank account\n"""\n')

        assert found(known, "no gift card but money") == {"sense.money": ["gift card", "money"]}

    def test_a_string_without_commas_is_single_words(self, tmp_path: Path):
        """Of a set of words."""
        assert lexicon(tmp_path, '[words.thing]\nware = """\nkettle pump\nlamp\n"""\n').words("thing.ware") == {
            "kettle", "pump", "lamp",
        }  # fmt: skip

    def test_an_entry_may_stand_for_all_words_of_a_group(self, tmp_path: Path):
        """Of three characters or more: shorter ones stand within other words."""
        known = lexicon(
            tmp_path,
            '[language]\nscript = "han"\n[phrases.goods]\nnoun = ["@thing.ware", "茶"]\n[words.thing]\nware = "电水壶 灯"\n',
        )

        assert found(known, "电水壶和灯和茶") == {"goods.noun": ["电水壶", "茶"]}

    def test_a_phrase_that_begins_with_anything_is_refused(self, tmp_path: Path):
        """The message names the language, the entry and the group."""
        with pytest.raises(ValueError, match=r"lexicon xx: '… refund' in remedy\.refund needs a literal beginning"):
            lexicon(tmp_path, '[phrases.remedy]\nrefund = ["… refund"]\n')

    def test_a_file_that_is_no_toml_is_named(self, tmp_path: Path):
        """With what is wrong in it."""
        with pytest.raises(ValueError, match=r"lexicon .*xx\.toml: .*line 1"):
            lexicon(tmp_path, "[words\n")


class TestThings:
    """What a noun names, by the lists of each language."""

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("copper kettle", "ware"),
            ("kitchens", "place"),
            ("solicitor", "person"),
            ("rust", "harm"),
            ("zorblatt", None),
        ],
    )
    def test_the_last_word_decides(self, name: str, kind: str | None):
        """In the singular or the plural; a word that no list has is of no kind."""
        assert thing(name.split()) == kind

    def test_of_a_chinese_name_the_longest_known_end_decides(self):
        """`说明书` is paper, whatever stands before it."""
        assert thing_at_end("电水壶说明书") == "paper"
        assert thing_at_end("不锈钢电水壶") == "ware"
