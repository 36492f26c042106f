"""The configuration: what an operator writes, what comes of it, and how mistakes are told."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel

from daemon.config import Config, ConfigInvalid, TableInvalid, load
from daemon.config_checks import keys, models_in
from daemon.config_tables import Mailbox, SecretMissing, Security
from rules.hours import MONDAY_TO_FRIDAY

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"
OFFERED = re.compile(r"^# ([a-z_]+) = (.+)$")  # a key that is commented out

SMALLEST = """\
[desk]
name = "Shop"
address = "desk@shop.example"
timezone = "Asia/Shanghai"
[[mailbox]]
host = "imap.shop.example"
username = "desk@shop.example"
password_env = "SHOP_PASSWORD"
[smtp]
host = "smtp.shop.example"
[[department]]
name = "Service"
address = "service@shop.example"
[managers]
addresses = ["boss@shop.example"]
[operator]
address = "root@shop.example"
"""

SECOND_MAILBOX = """\
[[mailbox]]
name = "other"
host = "imap.shop.example"
username = "desk@shop.example"
password_env = "SHOP_PASSWORD"
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Puts a text into config.toml."""

    def put(text: str) -> Path:
        path = tmp_path / "config.toml"
        path.write_text(text, "utf-8")
        return path

    return put


def changed(old: str, new: str) -> str:
    """The smallest configuration with one piece replaced."""
    assert SMALLEST.count(old) == 1
    return SMALLEST.replace(old, new)


def problems(path: Path) -> tuple[str, ...]:
    """What is wrong with a file, without the folder's name."""
    with pytest.raises(ConfigInvalid) as caught:
        load(path)
    return tuple(problem.removeprefix(f"{path.parent}/") for problem in caught.value.problems)


# -- the example ----------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Offer:
    """A key of the example that is commented out: its line, its table, and the paragraph that explains it."""

    number: int
    table: str
    key: str
    paragraph: str

    def __str__(self) -> str:
        return f"{self.table}.{self.key}"


def offers() -> Iterator[Offer]:
    """All keys of the example that are commented out."""
    table, paragraph = "", ""
    for number, line in enumerate(EXAMPLE.read_text("utf-8").splitlines()):
        if line.startswith("["):
            table = line.strip("[]")
        paragraph = paragraph + line + "\n" if line else ""
        if match := OFFERED.match(line):
            yield Offer(number, table, match[1], paragraph)


def taken_up(*chosen: Offer) -> str:
    """The example with these keys no longer commented out."""
    lines = EXAMPLE.read_text("utf-8").splitlines()
    for offer in chosen:
        lines[offer.number] = lines[offer.number].removeprefix("# ")
    return "\n".join(lines)


def tables_of(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """Each table of the configuration and its type."""
    fields = zip(keys(model), model.model_fields.values(), strict=True)
    return {name: table for name, field in fields for table in models_in(field.annotation)}


def test_the_example_is_a_valid_configuration():
    """Copied as it is, config.example.toml loads."""
    config = load(EXAMPLE)

    assert config.desk.address == "complaints@company.example"
    assert [d.name for d in config.departments] == ["Customer service", "Quality"]


def test_every_key_is_in_the_example_and_the_example_has_no_other():
    """A key that is not documented, and a documented key that does not exist, are both found."""
    text = taken_up(*offers())
    table: dict[str, Any] = tomllib.loads(text)

    assert set(table) == set(keys(Config))
    for name, model in tables_of(Config).items():
        rows: list[dict[str, Any]] = table[name] if isinstance(table[name], list) else [table[name]]
        assert {key for row in rows for key in row} == set(keys(model)), name


def test_every_key_of_the_example_has_words_of_its_own():
    """No key stands in the example without a paragraph of prose above it."""
    for offer in offers():
        prose = [line for line in offer.paragraph.splitlines() if not OFFERED.match(line) and line.startswith("# ")]
        assert prose, offer


EXPLAINED = [o for o in offers() if "Without" in o.paragraph or o.table == "roles"]
SECRETS = [o for o in offers() if o.key == "password_file"]
DEFAULTS = [o for o in offers() if o not in EXPLAINED and o not in SECRETS]


@pytest.mark.parametrize("offer", DEFAULTS, ids=str)
def test_what_is_commented_out_is_the_default(offer: Offer, write: Write):
    """Taking the # away changes nothing, unless the example says what happens without the key."""
    bare = load(write(EXAMPLE.read_text("utf-8")))

    assert load(write(taken_up(offer))) == bare


@pytest.mark.parametrize("offer", EXPLAINED, ids=str)
def test_what_the_example_offers_can_be_taken_up(offer: Offer, write: Write):
    """Every value that is only an example is a valid one."""
    load(write(taken_up(offer)))


def test_the_example_offers_another_place_for_passwords(write: Write):
    """password_file instead of password_env, as the example has it, is valid too; both together are not."""
    both = taken_up(*SECRETS)

    assert len(problems(write(both))) == len(SECRETS) == 2
    load(write(re.sub(r"^password_env = .*$", "", both, flags=re.MULTILINE)))


# -- what comes of a file -------------------------------------------------------------------------------------------


def test_a_small_file_is_enough(write: Write):
    """What can have a default has one."""
    config = load(write(SMALLEST))

    assert config.desk.languages == ("en", "zh")
    assert config.desk.policy == "standard"
    assert config.mailboxes[0].port == 993
    assert config.mailboxes[0].start_from is None
    assert config.smtp.security is Security.STARTTLS
    assert config.smtp.port == 587
    assert config.smtp.sender == "desk@shop.example"
    assert config.departments[0].language == config.managers.language == "en"
    assert config.limits.letter_bytes == 35_000_000


@pytest.mark.parametrize(
    ("zone", "country"), [("Asia/Shanghai", "CN"), ("Europe/London", "GB"), ("UTC", ""), ("Etc/GMT+3", "")]
)
def test_the_country_comes_from_the_time_zone(write: Write, zone: str, country: str):
    """Public holidays need no key of their own where the time zone tells the country."""
    assert load(write(changed("Asia/Shanghai", zone))).desk.country == country


def test_relative_paths_are_relative_to_the_file(write: Write):
    """It does not matter where the daemon was started."""
    path = write(SMALLEST.replace("[smtp]", "[store]\nurl = 'sqlite:///data/amends.db'\n[smtp]"))
    config = load(path)

    assert config.store.url == f"sqlite:///{path.parent}/data/amends.db"
    assert config.desk.keys_file == path.parent / "amends.key"


def test_the_default_database_lies_beside_the_file(write: Write):
    """Without [store], too, the database is not wherever the daemon happened to be started."""
    path = write(SMALLEST)

    assert load(path).store.url == f"sqlite:///{path.parent}/amends.db"


@pytest.mark.parametrize("url", ["postgresql://desk:geheim@db/amends", "postgresql+psycopg://desk:geheim@db/amends"])
def test_postgresql_is_spoken_through_psycopg_3(write: Write, url: str):
    """SQLAlchemy's own default for postgresql:// would be a driver that is not installed."""
    config = load(write(SMALLEST + f'[store]\nurl = "{url}"\n'))

    assert config.store.url == "postgresql+psycopg://desk:geheim@db/amends"
    assert "geheim" not in repr(config)


def test_a_date_starts_at_midnight_in_the_desks_zone(write: Write):
    """`start_from` may be a date or a moment; either becomes one moment in UTC."""
    at = load(write(changed("[smtp]", "start_from = 2026-11-20\n[smtp]"))).mailboxes[0].start_from
    moment = load(write(changed("[smtp]", "start_from = 2026-11-20T09:00:00+08:00\n[smtp]"))).mailboxes[0].start_from

    assert at == dt.datetime(2026, 11, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert moment == dt.datetime(2026, 11, 20, 1, tzinfo=dt.UTC)


def test_hours_are_days_and_times(write: Write):
    """Hours without days are Monday's to Friday's; days may be a range, also over the weekend, or a list."""

    def hours(text: str) -> Any:
        return load(write(SMALLEST.replace("[managers]", f'hours = "{text}"\n[managers]'))).departments[0].hours

    assert (hours("09:00-18:00").opens, hours("09:00-18:00").closes) == (540, 1080)
    assert hours("09:00-18:00").weekdays == MONDAY_TO_FRIDAY
    assert hours("Sat-Mon 8:30-24:00").weekdays == {5, 6, 0}
    assert hours("Mon,Wed,Fri 8:30-12:00").weekdays == {0, 2, 4}


def test_a_file_from_notepad_is_read_like_any_other(tmp_path: Path):
    """A byte order mark and CRLF line ends are no mistakes."""
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALLEST.replace("\n", "\r\n").encode())

    assert load(path).desk.name == "Shop"


def test_a_configuration_can_be_made_without_a_file(tmp_path: Path):
    """A rehearsal's [config] is the same table, and is checked in the same way."""
    table = tomllib.loads(SMALLEST)
    assert Config.from_table(table, tmp_path).desk.name == "Shop"

    del table["smtp"]
    with pytest.raises(TableInvalid, match="smtp: is missing; add it"):
        Config.from_table(table, tmp_path)


def test_a_small_company_has_one_person_for_everything(tmp_path: Path):
    """Without managers the operator decides, without an operator a manager hears; without both, the department does."""
    table = tomllib.loads(SMALLEST)
    whole = Config.from_table(table, tmp_path)
    del table["managers"]
    assert Config.from_table(table, tmp_path).managers.addresses == (whole.operator.address,)

    del table["operator"]
    alone = Config.from_table(table, tmp_path)
    assert alone.managers.addresses == (alone.operator.address,) == (whole.departments[0].address,)


# -- who is who -----------------------------------------------------------------------------------------------------

COMPANY = """
[[department]]
name = "Quality"
aliases = ["品质部"]
roles = ["quality"]
address = "quality@shop.example"
head = "Li.Wei@shop.example"
members = ["*@factory.example", "lab@partner.example"]
[roles]
quality_head = "li.wei@shop.example"
"""


@pytest.fixture
def company(write: Write) -> Config:
    """A shop with two departments, and a desk that takes sub-addresses."""
    return load(write(changed("timezone", 'subaddress = "+"\ntimezone') + COMPANY))


def test_a_role_nobody_holds_falls_to_the_first_department(company: Config):
    """A complaint always has somebody it goes to."""
    assert company.department_for("quality").name == "Quality"
    assert company.department_for("logistics").name == "Service"


def test_a_department_is_found_by_any_of_its_names(company: Config):
    """Colleagues write names as they like."""
    assert company.department(" QUALITY ") == company.department("品质部") == company.departments[1]
    assert company.department("Nobody") is None


@pytest.mark.parametrize(
    "address", ["quality@shop.example", "LI.WEI@shop.example", "x@Factory.example", "lab@partner.example"]
)
def test_a_department_speaks_through_its_people(company: Config, address: str):
    """Its own address, its head's, and its members', whoever they are at a whole domain; in any case of letters."""
    assert [d.name for d in company.departments_of(address)] == ["Quality"]
    assert company.is_staff(address)


@pytest.mark.parametrize(
    "address", ["x@notfactory.example", "x@sub.factory.example", "other@partner.example", "boss@evil.example"]
)
def test_nobody_else_speaks_for_it(company: Config, address: str):
    """A domain is that domain, not one that ends like it."""
    assert not company.departments_of(address)
    assert not company.is_staff(address)


def test_the_desk_knows_its_own_addresses(company: Config):
    """Mail from ourselves is never a customer's, whatever sub-address it carries."""
    assert company.is_own("Desk@shop.example")
    assert company.is_own("desk+a1b2@shop.example")
    assert not company.is_own("desk+a1b2@elsewhere.example")
    assert not company.is_own("service@shop.example")


def test_the_desk_is_not_a_member_of_a_department(write: Write):
    """`*@domain` of the company's own domain does not make the desk its own colleague."""
    config = load(write(SMALLEST.replace("[managers]", 'members = ["*@shop.example"]\n[managers]')))

    assert config.departments_of("anybody@shop.example")
    assert not config.departments_of("desk@shop.example")


# -- passwords ------------------------------------------------------------------------------------------------------


def mailbox(config: Config) -> Mailbox:
    """The only mailbox."""
    return config.mailboxes[0]


def test_a_password_is_read_when_it_is_needed(write: Write, monkeypatch: pytest.MonkeyPatch):
    """The environment is looked at for each login, so a new password needs no restart of anything else."""
    config = load(write(SMALLEST))
    monkeypatch.setenv("SHOP_PASSWORD", "geheim")
    assert mailbox(config).password() == "geheim"
    monkeypatch.setenv("SHOP_PASSWORD", "vertraulich")
    assert mailbox(config).password() == "vertraulich"
    assert "vertraulich" not in repr(config)


def test_a_password_file_may_end_with_a_line_break(write: Write, tmp_path: Path):
    """Editors add one; no other character is taken away."""
    (tmp_path / "secret").write_text(" päss word \n", "utf-8")
    config = load(write(changed('password_env = "SHOP_PASSWORD"', 'password_file = "secret"')))

    assert mailbox(config).password() == " päss word "


def test_a_missing_password_is_a_sentence(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The operator reads which variable or file it is, and what to do."""
    monkeypatch.delenv("SHOP_PASSWORD", raising=False)
    with pytest.raises(SecretMissing, match=r"the environment variable SHOP_PASSWORD, .* is missing or empty; set it"):
        mailbox(load(write(SMALLEST))).password()

    config = load(write(changed('password_env = "SHOP_PASSWORD"', 'password_file = "secret"')))
    with pytest.raises(SecretMissing, match=r"the password file .*/secret cannot be read: No such file"):
        mailbox(config).password()
    (tmp_path / "secret").write_bytes(b"\xff\xfe")
    with pytest.raises(SecretMissing, match="not UTF-8"):
        mailbox(config).password()


# -- mistakes -------------------------------------------------------------------------------------------------------


def test_all_problems_are_told_at_once(write: Write):
    """A misspelt key in one table hides no duplicate in another."""
    text = (
        SMALLEST.replace("timezone", "time_zone")
        .replace('host = "smtp', 'security = "none"\nhost = "smtp')
        .replace("[managers]\n", '[[department]]\nname = "service"\naddress = "service@shop.example"\n[managers]\n')
    )

    assert problems(write(text)) == (
        "config.toml:1: desk.timezone: is missing; add it",
        "config.toml:4: desk.time_zone: there is no such key; did you mean timezone?",
        'config.toml:10: smtp.security: "none" is only for this machine, and smtp.shop.example is not; write "tls" or "starttls"',
        "config.toml:16: department.name: 'service' is also the name of 'Service'; choose another",
        "config.toml:17: department.address: service@shop.example is also the address of 'Service'; give each department its own",
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"desk@shop.example"\ntime', '"Shop <desk@shop.example>"\ntime', "3: desk.address: 'Shop <desk@shop.example>' is not an address"),
        ('"desk@shop.example"\ntime', '"desk@shop@example"\ntime', "3: desk.address: 'desk@shop@example' is not an address"),
        ('"desk@shop.example"\ntime', '"desk@投诉.example"\ntime', "3: desk.address: 'desk@投诉.example' has no valid domain"),
        ('"Shop"', '"Shop\\nBcc: x"', "2: desk.name: has a line break or a control character"),
        ("Asia/Shanghai", "Asia/Peking", "4: desk.timezone: 'Asia/Peking' is not a time zone"),
        ("Asia/Shanghai", "../../etc/passwd", "4: desk.timezone: '../../etc/passwd' is not a time zone"),
        ("[[mailbox]]", 'country = "XX"\n[[mailbox]]', "5: desk.country: 'XX' is not a country"),
        ("[[mailbox]]", 'policy = "none"\n[[mailbox]]', "5: desk.policy: 'none' is neither a built-in pack nor a file"),
        ("[[mailbox]]", 'languages = ["en", "tlh"]\n[[mailbox]]', "5: desk.languages: 'tlh' is not a language the desk has letters in"),
        ("[[mailbox]]", "languages = []\n[[mailbox]]", "5: desk.languages: is empty; add at least one"),
        ("[[mailbox]]", 'subaddress = "-"\n[[mailbox]]', '5: desk.subaddress: must be "+" or ""'),
        ('"imap.shop.example"', '"imap.shop.example:993"', "6: mailbox.host: 'imap.shop.example:993' is not a server's name"),
        ("[smtp]", 'port = "993"\n[smtp]', "9: mailbox.port: must be a whole number"),
        ("[smtp]", "port = true\n[smtp]", "9: mailbox.port: must be a whole number"),
        ("[smtp]", "poll_seconds = 0\n[smtp]", "9: mailbox.poll_seconds: must be at least 1"),
        ("[smtp]", 'idle = "yes"\n[smtp]', "9: mailbox.idle: must be true or false"),
        ("[smtp]", 'after = "delete"\n[smtp]', "9: mailbox.after: must be 'move', 'seen' or 'leave'"),
        ("[smtp]", "start_from = 2026-11-20T09:00:00\n[smtp]", "9: mailbox.start_from: has no offset from UTC"),
        (
            "[smtp]",
            'quarantine = "Handled"\n[smtp]',
            "9: mailbox.quarantine: 'Handled' is both handled and quarantine",
        ),
        (
            "[smtp]",
            SECOND_MAILBOX + 'folder = "Handled"\nhandled = "Done"\n[smtp]',
            "14: mailbox.folder: 'Handled' is the handled folder of mailbox 'complaints' too",
        ),
        (
            "[smtp]",
            SECOND_MAILBOX + 'folder = "B"\nsent = "Quarantine"\nquarantine = "B/Q"\n[smtp]',
            "15: mailbox.sent: 'Quarantine' is the quarantine folder of mailbox 'complaints' too",
        ),
        (
            "[managers]",
            'members = ["ann@gmail.com", "*@Gmail.com"]\n[managers]',
            "14: department.members: *@Gmail.com is everybody with an address at this public provider",
        ),
        (
            "[managers]",
            'members = ["*@yahoo.co.jp"]\n[managers]',
            "14: department.members: *@yahoo.co.jp is everybody",
        ),
        (
            "[managers]",
            '[[source]]\nfrom = "*@vip.qq.com"\nchannel = "hotline"\ncustomer = "forwarded"\n[managers]',
            "15: source.from: *@vip.qq.com is everybody",
        ),
        ("[smtp]", 'handled = "INBOX"\n[smtp]', "9: mailbox.handled: 'INBOX' is the folder letters arrive in"),
        ("[smtp]", 'oauth = "x"\n[smtp]', "9: mailbox.oauth: logging in with OAuth is not supported"),
        ("[smtp]", 'password_file = "x"\n[smtp]', "9: mailbox.password_file: the password has two sources"),
        ('password_env = "SHOP_PASSWORD"\n', "", "7: mailbox.username: has no password"),
        ("[smtp]\n", '[smtp]\npassword_env = "X"\n', "10: smtp.password_env: there is a password but no username"),
        ("[smtp]\n", '[store]\nurl = "mysql://x"\n[smtp]\n', "10: store.url: is not a database Amends can use"),
        ("[smtp]\n", '[[source]]\nfrom = "a@b.example"\nchannel = "Web Form"\n[smtp]\n', "11: source.channel: is no channel"),
        ("[smtp]\n", '[[source]]\nfrom = "a@b.example"\nchannel = "web"\ncustomer = "to"\n[smtp]\n', "12: source.customer: must be"),
        ("[smtp]\n", '[metrics]\nlisten = "x"\n[smtp]\n', "9: metrics: [metrics] is not supported"),
        ("[managers]\n", 'members = ["x*@shop.example"]\n[managers]\n', "14: department.members: 'x*@shop.example' has a *"),
        ("[managers]\n", 'head = "desk@shop.example"\n[managers]\n', "14: department.head: desk@shop.example is the desk itself"),
        ("[[mailbox]]", 'aliases = ["Boss@shop.example"]\n[[mailbox]]', "16: managers.addresses: boss@shop.example is the desk itself"),
        ("[managers]\n", 'hours = "9-5"\n[managers]\n', "14: department.hours: must be hours"),
        ("[managers]\n", 'hours = "18:00-09:00"\n[managers]\n', "14: department.hours: '18:00-09:00' are no hours"),
        ("[managers]\n", 'language = "de"\n[managers]\n', "14: department.language: 'de' is not one of the desk's languages"),
        ('["boss@shop.example"]', "[]", "15: managers.addresses: is empty; add at least one"),
        ('["boss@shop.example"]', '"boss@shop.example"', "15: managers.addresses: must be a list"),
        ("[smtp]\n", '[store]\nurl = "postgresql://u:s3cret@h:port/n"\n[smtp]\n', "10: store.url: is not a database's address"),
        ("[smtp]\n", '[store]\nurl = "postgresql://u@::1/n"\n[smtp]\n', "10: store.url: is not a database's address"),
        ("[smtp]\n", "poll_seconds = 1_000_000_000\n[smtp]\n", "9: mailbox.poll_seconds: must be at most 86400"),
        ("[smtp]\n", "[limits]\nparse_memory_bytes = 1_000_000_000_000_000_000_000\n[smtp]\n", "10: limits.parse_memory_bytes: must be at most"),
        ("[smtp]\n", "[smtp]\nmax_bytes = 25\n", "10: smtp.max_bytes: 25 bytes are too few"),
        ("[smtp]\n", '[[source]]\nfrom = "Desk@shop.example"\nchannel = "web"\n[smtp]\n', "10: source.from: desk@shop.example is the desk itself"),
        ("[smtp]\n", '[[source]]\nfrom = "*@f.example"\nchannel = "web"\n[[source]]\nfrom = "*@F.example"\nchannel = "hotline"\n[smtp]\n', "13: source.from: *@f.example is another source already"),
        ('["boss@shop.example"]', '["boss@shop.example", "Boss@shop.example"]', "15: managers.addresses: boss@shop.example stands there twice"),
        ("[managers]\n", 'language = "zh-CN"\n[managers]\n', "14: department.language: 'zh-CN' is not a language code"),
        ("[operator]\n", '[calendar]\nextra = ["2026-12-24"]\n[operator]\n', "17: calendar.extra: must be a date"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_what_to_do(write: Write, old: str, new: str, problem: str):
    """One sentence, at the key or the table it is about, and one only."""
    (found,) = problems(write(changed(old, new)))

    assert found.startswith(f"config.toml:{problem}")
    assert ";" in found or "must be" in found


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_no_protection_is_needed_on_this_machine(write: Write, host: str):
    """`security = "none"` is for a mail server on the same machine."""
    config = load(write(changed('host = "smtp.shop.example"', f'host = "{host}"\nsecurity = "none"')))

    assert config.smtp.port == 25


def test_an_empty_file_lacks_everything(write: Write):
    """There is no configuration without a desk, a mailbox, a way to send, and a department."""
    missing = {line.split(": ")[1] for line in problems(write(""))}

    assert missing == {"desk", "mailbox", "smtp", "department"}


def test_a_file_that_is_no_toml_is_told_with_its_line(write: Write):
    """The line is where the reader gave up, which may be one too late."""
    assert problems(write("[desk]\nname = Shop\n"))[0].startswith("config.toml:2: this is not TOML: ")
    assert problems(write('[desk]\nname = """Shop\n'))[0].startswith("config.toml:3: this is not TOML: ")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path):
    """A missing file, a folder, and a file that is no text are sentences like every other problem."""
    assert problems(tmp_path / "none.toml")[0].startswith("none.toml: cannot be read: No such file or directory; ")
    assert problems(tmp_path)[0].endswith("or name another with --config")
    (tmp_path / "config.toml").write_bytes(b"[desk]\nname = '\xff'\n")
    assert problems(tmp_path / "config.toml") == ("config.toml:2: the file is not UTF-8 text; save it as UTF-8",)


@pytest.mark.parametrize(
    "old, new, problem",
    [
        (
            "[[mailbox]]",
            "[mailbox]",
            "5: mailbox: may stand there several times; write [[mailbox]], in double brackets",
        ),
        ("[smtp]", "[[smtp]]", "9: smtp: stands there once; write [smtp], in single brackets"),
        ("SHOP_PASSWORD", "s3cret word!", "8: mailbox.password_env: must be the name of an environment variable"),
        ("password_env", "password", "8: mailbox.password: no password stands in this file; name what holds it"),
        ('SHOP_PASSWORD"', 'P"\nhandled = "inbox"', "9: mailbox.handled: 'INBOX' is the folder letters arrive in"),
        ('SHOP_PASSWORD"', 'P"\nhandled = "Sent"', "9: mailbox.handled: 'Sent' is both handled and sent"),
        (
            "[smtp]",
            '[[mailbox]]\nname = "b"\nhost = "IMAP.shop.example"\nusername = "desk@shop.example"\npassword_env = "P"\n[smtp]',
            "12: mailbox.username: is the same folder of the same account as mailbox 'complaints'",
        ),
        (
            "[smtp]",
            '[[mailbox]]\nname = "b"\nhost = "imap.shop.example"\nport = 993\nusername = "desk@shop.example"\npassword_env = "P"\n[smtp]',
            "13: mailbox.username: is the same folder of the same account as mailbox 'complaints'",
        ),
        ('"Shop"', "“Shop”", "2: this is not TOML: Invalid value; write straight quotes"),
        ('"Shop"', "Shop", "2: this is not TOML: Invalid value; put text in quotes"),
        ('"Shop"', '"C:\\Users"', "2: this is not TOML: Invalid hex value; put a value with \\ in single quotes"),
        ('"Shop"', '"Shop"\nname = "Shop"', "3: this is not TOML: Cannot overwrite a value; it stands there twice"),
    ],
)
def test_advice_can_be_followed(write: Write, old: str, new: str, problem: str):
    """What is told to do is what mends it; and what may be a password is never repeated."""
    with pytest.raises(ConfigInvalid) as invalid:
        load(write(changed(old, new)))
    assert f"config.toml:{problem}" in str(invalid.value)
    assert "s3cret" not in str(invalid.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[managers]", 'members = ["*@factory.example", "ann@gmail.com", "*@live.shop.example"]\n[managers]'),
        ("[managers]", '[[source]]\nfrom = "*@gmail.com"\nchannel = "consumer"\n[managers]'),
        ("[smtp]", 'after = "leave"\nquarantine = "Handled"\n[smtp]'),
        ("[smtp]", SECOND_MAILBOX + 'folder = "Returns"\n[smtp]'),
        ("[smtp]", SECOND_MAILBOX.replace("desk@", "returns@") + 'folder = "Handled"\nhandled = "Done"\n[smtp]'),
    ],
)
def test_folders_and_members_that_look_alike_and_are_well(write: Write, old: str, new: str):
    """Single colleagues at a public provider; a second folder of one account, and folders of the same name of two."""
    load(write(changed(old, new)))
