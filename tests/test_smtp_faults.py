"""The SMTP courier against a server that fails in every way at every stage."""

from __future__ import annotations

import asyncio
import base64
import gc
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.courier import Delivered, Down, Envelope, Outcome, Refused
from daemon.smtp import pool
from daemon.smtp.connection import wire_form
from daemon.smtp.courier import SmtpCourier, SmtpSettings
from tests.servers.smtp import Action, Close, Reset, Say, ScriptedSmtp, Stage, Stall, self_signed

DESK, MEI, TOM = "desk@factory.example", "mei@customer.example", "tom@customer.example"
SMALL = b"Subject: x\r\n\r\nhello\r\n"
BIG = b"Subject: x\r\n\r\n" + (b"x" * 76 + b"\r\n") * 100_000  # more than the buffers of both ends can hold
SECRET = "correct-horse-7"
AMPLE, SHORT = 20.0, 0.5  # seconds; short where the test waits for it to run out


@pytest.fixture
def server() -> Generator[ScriptedSmtp, None, None]:
    """A server on this machine that does as it is told."""
    with ScriptedSmtp() as one:
        yield one


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that only those trust who are told to."""
    return self_signed(tmp_path_factory.mktemp("tls"))


def settings(server: ScriptedSmtp, **changes: Any) -> SmtpSettings:
    """Plain, patient, two connections."""
    plain = SmtpSettings(
        host="127.0.0.1",
        port=server.port,
        security="none",
        connect_timeout=AMPLE,
        command_timeout=AMPLE,
        final_timeout=AMPLE,
    )
    return replace(plain, **changes)


@asynccontextmanager
async def courier(server: ScriptedSmtp, **changes: Any) -> AsyncGenerator[SmtpCourier, None]:
    """A courier for this server, closed at the end."""
    one = SmtpCourier(settings(server, **changes))
    try:
        yield one
    finally:
        await one.close()


async def yes() -> bool:
    """A journal that agrees."""
    return True


def counted() -> tuple[list[None], Callable[[], Awaitable[bool]]]:
    """A journal that agrees, and what it noted."""
    notes: list[None] = []

    async def begins() -> bool:
        notes.append(None)
        return True

    return notes, begins


def mail(*recipients: str, content: bytes = SMALL) -> Envelope:
    """A mail from the desk."""
    return Envelope(DESK, recipients or (MEI,), content)


def kind(outcome: Outcome) -> str:
    """The outcome's name; of `Down` also whether a person must act."""
    if isinstance(outcome, Down):
        return "down, person" if outcome.configuration else "down"
    return type(outcome).__name__.lower()


# -- the table: each stage, each way to fail, what it means

FAULTS: dict[str, Action] = {
    "4xx": Say(451),
    "5xx": Say(550),
    "close": Close(),
    "reset": Reset(),
    "stall": Stall(),
}
MEANING: dict[Stage, tuple[str, str, str, str, str]] = {
    #                 4xx          5xx             close        reset        stall
    Stage.GREETING: ("down", "down, person", "down", "down", "down"),
    Stage.EHLO: ("down", "down, person", "down", "down", "down"),
    Stage.STARTTLS: ("down", "down, person", "down", "down", "down"),
    Stage.AUTH: ("down", "down, person", "down", "down", "down"),
    Stage.MAIL: ("down", "down, person", "lost", "lost", "lost"),
    Stage.RCPT: ("refused", "refused", "lost", "lost", "lost"),
    Stage.DATA: ("refused", "refused", "lost", "lost", "lost"),
    Stage.BODY: ("refused", "refused", "lost", "lost", "lost"),
    Stage.DOT: ("refused", "refused", "uncertain", "uncertain", "uncertain"),
}
TABLE = [
    pytest.param(stage, fault, meaning, id=f"{stage}-{fault}")
    for stage, row in MEANING.items()
    for fault, meaning in zip(FAULTS, row, strict=True)
]


@pytest.mark.parametrize("stage, fault, meaning", TABLE)
async def test_every_fault_at_every_stage_has_its_meaning(stage: Stage, fault: str, meaning: str, certificate: Path):
    """The outcome is the table's; the journal knows of it if and only if DATA was near; the courier then recovers."""
    tls = stage in {Stage.STARTTLS, Stage.AUTH}
    notes, begins = counted()
    patience = SHORT if fault == "stall" else AMPLE
    with ScriptedSmtp(
        tls="starttls" if tls else None, certificate=certificate, auth=("PLAIN",), users={"desk": SECRET}
    ) as server:
        server.on(stage, FAULTS[fault])
        async with courier(
            server,
            connections=1,
            security="starttls" if tls else "none",
            ca_file=str(certificate) if tls else None,
            username="desk" if tls else None,
            password=(lambda: SECRET) if tls else None,
            connect_timeout=patience,
            command_timeout=patience,
            final_timeout=patience,
        ) as ours:
            outcome = await ours.send(mail(content=BIG if stage is Stage.BODY else SMALL), begins)
            assert kind(outcome) == meaning, outcome
            assert len(notes) == (stage in {Stage.DATA, Stage.BODY, Stage.DOT})
            assert server.accepted == []
            server.behave()
            assert kind(await ours.send(mail(), yes)) == "delivered"


@pytest.mark.parametrize("fault", ["close", "reset", "stall"])
async def test_a_mail_that_was_kept_before_the_break_is_uncertain_not_lost(server: ScriptedSmtp, fault: str):
    """The server has the mail, we heard nothing: the courier must not ask for a plain retry (hazards F13)."""
    server.on(Stage.DOT, FAULTS[fault], keep=True)
    async with courier(server, final_timeout=SHORT if fault == "stall" else AMPLE) as ours:
        assert kind(await ours.send(mail(), yes)) == "uncertain"
    assert len(server.accepted) == 1


@pytest.mark.parametrize(
    "stage, meaning",
    [
        (Stage.GREETING, "down"),
        (Stage.MAIL, "lost"),
        (Stage.RCPT, "lost"),
        (Stage.DATA, "lost"),
        (Stage.DOT, "uncertain"),
    ],
)
@pytest.mark.parametrize("raw", [b"hello?\r\n", b"\xff\xfe\r\n", b"250-" + b"x" * 40_000])
async def test_nonsense_is_a_broken_connection(server: ScriptedSmtp, stage: Stage, meaning: str, raw: bytes):
    """What is no SMTP reply, or never ends, means no more than a lost connection at that place."""
    server.on(stage, Say(0, raw=raw))
    async with courier(server) as ours:
        assert kind(await ours.send(mail(), yes)) == meaning


async def test_a_yes_before_the_end_of_the_content_is_not_believed(server: ScriptedSmtp):
    """A 250 in the middle of the content cannot be about this mail."""
    server.on(Stage.BODY, Say(250))
    async with courier(server) as ours:
        assert kind(await ours.send(mail(content=BIG), yes)) == "lost"


async def test_an_odd_answer_to_the_dot_is_uncertain(server: ScriptedSmtp):
    """A 3xx after the dot says neither yes nor no."""
    server.on(Stage.DOT, Say(354))
    async with courier(server) as ours:
        assert kind(await ours.send(mail(), yes)) == "uncertain"


async def test_a_yes_to_data_ends_in_a_plain_retry(server: ScriptedSmtp):
    """A 250 where 354 belongs: no content is sent, and the connection is not used again."""
    server.on(Stage.DATA, Say(250), times=1)
    async with courier(server) as ours:
        assert kind(await ours.send(mail(), yes)) == "lost"
        assert kind(await ours.send(mail(), yes)) == "delivered"
    assert server.connections == 2


async def test_421_at_a_recipient_ends_the_transaction_for_all(server: ScriptedSmtp):
    """The server leaves: also the recipient that had been accepted gets nothing, and both have that reply."""
    server.on(Stage.RCPT, Say(421), address=TOM)
    async with courier(server) as ours:
        outcome = await ours.send(mail(MEI, TOM), yes)
    assert isinstance(outcome, Refused)
    assert {who: reply.code for who, reply in outcome.replies.items()} == {MEI: 421, TOM: 421}


@pytest.mark.parametrize("reply", [Say(552, "too big"), Say(554, "5.3.4 message too big"), Say(550, "5.6.0 bad form")])
async def test_a_refusal_of_mail_that_is_about_the_mail_does_not_stop_the_others(server: ScriptedSmtp, reply: Say):
    """Too big, or a form the server does not take: this mail is refused, the desk is not down."""
    server.on(Stage.MAIL, reply, times=1)
    async with courier(server) as ours:
        outcome = await ours.send(mail(MEI, TOM), yes)
        assert isinstance(outcome, Refused)
        assert {who: one.code for who, one in outcome.replies.items()} == {MEI: reply.code, TOM: reply.code}
        assert kind(await ours.send(mail(), yes)) == "delivered"


@pytest.mark.parametrize("fault", ["4xx", "close", "stall"])
async def test_a_failed_reset_does_not_change_the_outcome(server: ScriptedSmtp, fault: str):
    """The recipients were refused, whatever becomes of the connection; it is not used again."""
    server.on(Stage.RCPT, Say(550), times=1)
    server.on(Stage.RSET, FAULTS[fault])
    async with courier(server, command_timeout=SHORT if fault == "stall" else AMPLE) as ours:
        assert kind(await ours.send(mail(), yes)) == "refused"
        assert kind(await ours.send(mail(), yes)) == "delivered"
    assert server.connections == 2


async def test_greylisting_is_a_refusal_for_now(server: ScriptedSmtp):
    """451 first, accepted when tried again (hazards F10)."""
    server.greylist()
    async with courier(server) as ours:
        first = await ours.send(mail(), yes)
        assert isinstance(first, Refused)
        assert not first.replies[MEI].permanent
        assert kind(await ours.send(mail(), yes)) == "delivered"


@pytest.mark.parametrize("host", ["a..example", "x" * 70 + ".example"])
async def test_a_host_name_that_is_none_needs_a_person(server: ScriptedSmtp, host: str):
    """The resolver raises something odd for it; the courier does not."""
    async with courier(server, host=host, security="starttls") as ours:
        assert kind(await ours.send(mail(), yes)) == "down, person"


@pytest.mark.parametrize("size, limit", [("SIZE", None), ("SIZE 0", None), ("SIZE 42000", 42000), ("SIZE x", None)])
async def test_the_size_limit_is_learnt(server: ScriptedSmtp, size: str, limit: int | None):
    """As RFC 1870 has it: no number, or 0, is no limit. What is no number is none either."""
    server.extensions = (size,)
    async with courier(server) as ours:
        assert kind(await ours.send(mail(), yes)) == "delivered"
        assert ours.size_limit == limit


async def test_an_absurd_size_limit_does_no_harm(server: ScriptedSmtp):
    """Python refuses to read a number of five thousand digits."""
    server.extensions = ("SIZE " + "9" * 5000,)
    async with courier(server) as ours:
        assert kind(await ours.send(mail(), yes)) == "delivered"
        assert ours.size_limit is None


async def test_nobody_listening_is_down(server: ScriptedSmtp):
    """A refused connection is for waiting, not for a person."""
    with ScriptedSmtp() as gone:
        pass
    async with courier(server, port=gone.port) as ours:
        assert kind(await ours.send(mail(), yes)) == "down"


async def test_a_server_without_ehlo_gets_helo(server: ScriptedSmtp):
    """RFC 5321, 3.2; such a server offers no extensions, so none are used."""
    server.on(Stage.EHLO, Say(502))
    async with courier(server) as ours:
        assert kind(await ours.send(mail(), yes)) == "delivered"
        assert ours.size_limit is None
    assert server.accepted[0].mail_parameters == ()


# -- connections: reuse, staleness, number


async def test_connections_are_kept_and_replaced_after_their_share(server: ScriptedSmtp):
    """Five mails, two a connection: three connections, and the server is told goodbye."""
    async with courier(server, per_connection=2) as ours:
        for _ in range(5):
            assert kind(await ours.send(mail(), yes)) == "delivered"
    assert [one.connection for one in server.accepted] == [1, 1, 2, 2, 3]
    assert (1, "QUIT") in server.commands


@pytest.mark.parametrize("action", [Close(), Reset(), Say(421)])
async def test_an_idle_connection_found_dead_is_replaced_in_silence(server: ScriptedSmtp, action: Action):
    """Nothing was offered yet, so the mail goes over a new connection, and nobody hears of it."""
    async with courier(server) as ours:
        assert kind(await ours.send(mail(), yes)) == "delivered"
        server.on(Stage.MAIL, action, times=1)
        assert kind(await ours.send(mail(), yes)) == "delivered"
    assert [one.connection for one in server.accepted] == [1, 2]


async def test_a_dead_connection_is_replaced_once_only(server: ScriptedSmtp):
    """If the new connection fails too, the mail is lost for now: no loop."""
    async with courier(server) as ours:
        assert kind(await ours.send(mail(), yes)) == "delivered"
        server.on(Stage.MAIL, Close())
        assert kind(await ours.send(mail(), yes)) == "lost"
    assert server.connections == 2


async def test_a_server_that_hung_up_while_we_were_idle_is_called_again(server: ScriptedSmtp):
    """The usual idle timeout of servers."""
    async with courier(server) as ours:
        assert kind(await ours.send(mail(), yes)) == "delivered"
        server.hang_up()
        assert kind(await ours.send(mail(), yes)) == "delivered"


async def test_a_connection_idle_for_too_long_is_not_trusted(server: ScriptedSmtp, monkeypatch: pytest.MonkeyPatch):
    """Routers forget quiet lines without a word; a new one is opened before that."""
    monkeypatch.setattr(pool, "IDLE_SECONDS", 0.0)
    async with courier(server) as ours:
        for _ in range(3):
            assert kind(await ours.send(mail(), yes)) == "delivered"
    assert [one.connection for one in server.accepted] == [1, 2, 3]


@pytest.mark.parametrize("fault", ["4xx", "close", "reset"])
async def test_a_break_in_the_content_leaves_nothing_to_complain_about(
    server: ScriptedSmtp, fault: str, caplog: pytest.LogCaptureFixture
):
    """No task's exception goes unread: asyncio would log it, at a time when nobody knows what it was about."""
    server.on(Stage.BODY, FAULTS[fault])
    async with courier(server) as ours:
        await ours.send(mail(content=BIG), yes)
        await asyncio.sleep(0)  # the tasks that were cancelled end here
        gc.collect()
    assert caplog.records == []


async def test_two_hundred_mails_use_two_connections(server: ScriptedSmtp):
    """Each mail arrives once, and the server never sees a third connection."""
    async with courier(server, per_connection=200) as ours:
        mails = [mail(f"customer{number}@customer.example") for number in range(200)]
        outcomes = await asyncio.gather(*(ours.send(one, yes) for one in mails))
    assert all(isinstance(outcome, Delivered) for outcome in outcomes)
    assert sorted(one.recipients for one in server.accepted) == sorted(one.recipients for one in mails)
    assert server.open_most == server.connections == 2


# -- shutdown


@pytest.mark.parametrize("stage", [Stage.GREETING, Stage.MAIL, Stage.DATA, Stage.BODY, Stage.DOT])
async def test_a_cancelled_send_stops_at_once(server: ScriptedSmtp, stage: Stage):
    """It drops its line and waits for no QUIT (hazards F14); what the journal knows tells if the dot may be out."""
    server.on(stage, Stall())
    notes, begins = counted()
    async with courier(server) as ours:
        sending = asyncio.create_task(ours.send(mail(content=BIG if stage is Stage.BODY else SMALL), begins))
        await until_stalled(server, stage)
        sending.cancel()
        async with asyncio.timeout(2):
            with pytest.raises(asyncio.CancelledError):
                await sending
        assert len(notes) == (stage in {Stage.DATA, Stage.BODY, Stage.DOT})
        server.behave()
        assert kind(await ours.send(mail(), yes)) == "delivered"


@pytest.mark.parametrize("stage, meaning", [(Stage.MAIL, "lost"), (Stage.BODY, "lost"), (Stage.DOT, "uncertain")])
async def test_closing_the_courier_ends_what_is_being_sent(server: ScriptedSmtp, stage: Stage, meaning: str):
    """`close` returns at once, and the interrupted send says how far it had come."""
    server.on(stage, Stall())
    async with courier(server) as ours:
        sending = asyncio.create_task(ours.send(mail(content=BIG if stage is Stage.BODY else SMALL), yes))
        await until_stalled(server, stage)
        async with asyncio.timeout(2):
            await ours.close()
            assert kind(await sending) == meaning


async def until_stalled(server: ScriptedSmtp, stage: Stage) -> None:
    """Wait until the server has come to its stall."""
    async with asyncio.timeout(AMPLE):
        await asyncio.to_thread(server.stalled.wait, AMPLE)
    assert server.stalled.is_set(), stage


# -- encryption and secrets


async def test_a_stripped_starttls_sees_no_password(server: ScriptedSmtp):
    """A server, or a man in the middle, that offers AUTH but no STARTTLS gets neither password nor mail (F15)."""
    server.auth = ("PLAIN", "LOGIN")
    async with courier(server, security="starttls", username="desk", password=lambda: SECRET) as ours:
        assert kind(await ours.send(mail(), yes)) == "down, person"
    assert server.logins == []
    assert not any(command.startswith(("AUTH", "MAIL")) for _, command in server.commands)


@pytest.mark.parametrize("security, tls", [("starttls", "starttls"), ("tls", "implicit")])
async def test_an_untrusted_certificate_sees_no_password(security: str, tls: Any, certificate: Path):
    """A self-signed certificate is refused, and a person is needed."""
    with ScriptedSmtp(tls=tls, certificate=certificate, auth=("PLAIN",)) as server:
        async with courier(server, security=security, username="desk", password=lambda: SECRET) as ours:
            assert kind(await ours.send(mail(), yes)) == "down, person"
        assert server.logins == []


@pytest.mark.parametrize("security, tls", [("starttls", "starttls"), ("tls", "implicit")])
@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
async def test_the_password_goes_over_an_encrypted_line(security: str, tls: Any, mechanism: str, certificate: Path):
    """With a certificate we trust, the login and a large mail go through."""
    with ScriptedSmtp(tls=tls, certificate=certificate, auth=(mechanism,), users={"desk": SECRET}) as server:
        async with courier(
            server, security=security, ca_file=str(certificate), username="desk", password=lambda: SECRET
        ) as ours:
            assert kind(await ours.send(mail(content=BIG), yes)) == "delivered"
        assert server.logins == [("desk", SECRET, True)]
        assert server.accepted[0].content == BIG


async def test_tls_to_a_server_that_speaks_plainly_needs_a_person(server: ScriptedSmtp):
    """The wrong port or the wrong `security`: waiting does not help."""
    async with courier(server, security="tls") as ours:
        assert kind(await ours.send(mail(), yes)) == "down, person"


@pytest.mark.parametrize(
    "text, todo",
    [
        ("5.7.0 Must issue a STARTTLS command first", 'security = "starttls"'),
        ("5.7.1 Authentication required", "username"),
    ],
)
async def test_a_server_that_begins_to_want_more_says_what_to_set(server: ScriptedSmtp, text: str, todo: str):
    """530 is about our configuration, and a person is told which key (RFC 3207, 4; RFC 4954, 6)."""
    server.on(Stage.MAIL, Say(530, text))
    async with courier(server) as ours:
        outcome = await ours.send(mail(), yes)
    assert isinstance(outcome, Down)
    assert outcome.configuration
    assert todo in outcome.reason


async def test_a_wrong_password_is_tried_once_and_named_nowhere(certificate: Path):
    """One try per connection, so that the account is not locked; the reason holds no spelling of the secret (H36)."""
    with ScriptedSmtp(tls="starttls", certificate=certificate, auth=("PLAIN", "LOGIN")) as server:
        ours = settings(server, security="starttls", ca_file=str(certificate), username="desk", password=lambda: SECRET)
        outcome = await SmtpCourier(ours).send(mail(), yes)
        assert len(server.logins) == 1
    assert isinstance(outcome, Down)
    assert outcome.configuration
    assert "535" in outcome.reason
    spelt = base64.b64encode(f"\0desk\0{SECRET}".encode()).decode()
    assert SECRET not in outcome.reason
    assert spelt not in outcome.reason
    assert SECRET not in repr(ours)


async def test_another_mechanism_is_tried_when_the_first_is_not_known(certificate: Path):
    """504 is about the mechanism, not about the password."""
    with ScriptedSmtp(
        tls="starttls", certificate=certificate, auth=("PLAIN", "LOGIN"), users={"desk": SECRET}
    ) as server:
        server.on(Stage.AUTH, Say(504), times=1)
        async with courier(
            server, security="starttls", ca_file=str(certificate), username="desk", password=lambda: SECRET
        ) as ours:
            assert kind(await ours.send(mail(), yes)) == "delivered"


async def test_a_server_without_auth_needs_a_person(certificate: Path):
    """Configured to log in, and no way to do so: nothing is sent without."""
    with ScriptedSmtp(tls="starttls", certificate=certificate) as server:
        async with courier(
            server, security="starttls", ca_file=str(certificate), username="desk", password=lambda: SECRET
        ) as ours:
            assert kind(await ours.send(mail(), yes)) == "down, person"
        assert server.accepted == []


async def test_an_oauth_token_is_fetched_for_each_connection(certificate: Path):
    """XOAUTH2 with the token as it is at that moment (hazards F16)."""
    tokens = iter(["old", "new"])

    async def token() -> str:
        return next(tokens)

    with ScriptedSmtp(tls="starttls", certificate=certificate, auth=("XOAUTH2",), users={"desk": "new"}) as server:
        async with courier(
            server, security="starttls", ca_file=str(certificate), username="desk", oauth_token=token
        ) as ours:
            assert kind(await ours.send(mail(), yes)) == "down, person"
            assert kind(await ours.send(mail(), yes)) == "delivered"
        assert [secret for _, secret, _ in server.logins] == ["old", "new"]


async def test_a_password_that_cannot_be_read_needs_a_person(server: ScriptedSmtp):
    """A missing password file is not an exception at three in the morning, but a reason."""
    server.auth = ("PLAIN",)

    def missing() -> str:
        raise FileNotFoundError("/etc/desk/password")

    async with courier(server, username="desk", password=missing) as ours:
        assert kind(await ours.send(mail(), yes)) == "down, person"


@pytest.mark.parametrize(
    "changes",
    [
        {"host": "mail.example", "security": "none"},
        {"username": "desk"},
        {"password": lambda: SECRET},
        {"connections": 0},
        {"helo": "desk\r\nQUIT"},
        {"helo": "工厂.example"},
    ],
)
def test_settings_that_contradict_each_other_are_refused(changes: dict[str, Any]):
    """A mistake in the wiring is found before the first mail."""
    with pytest.raises(ValueError, match=r"needs|only|at least"):
        replace(SmtpSettings(host="127.0.0.1", port=25, security="none"), **changes)


# -- what goes over the wire


async def test_size_and_eight_bits_are_declared_where_offered(server: ScriptedSmtp):
    """SIZE (RFC 1870) always, BODY=8BITMIME (RFC 6152) for a mail that needs it; the limit is learnt."""
    async with courier(server) as ours:
        assert ours.size_limit is None
        await ours.send(mail(), yes)
        await ours.send(mail(content=b"Subject: x\r\n\r\n\xc3\xa4\r\n"), yes)
        assert ours.size_limit == 10_000_000
    assert [one.mail_parameters for one in server.accepted] == [
        (f"SIZE={len(SMALL)}",),
        ("SIZE=18", "BODY=8BITMIME"),
    ]


async def test_eight_bits_are_not_forced_on_a_server_without_8bitmime(server: ScriptedSmtp):
    """The mail is refused by us for every recipient, and the server hears nothing of it (RFC 6152, section 3)."""
    server.extensions = ()
    async with courier(server) as ours:
        outcome = await ours.send(mail(MEI, TOM, content=b"Subject: x\r\n\r\n\xc3\xa4\r\n"), yes)
        assert kind(await ours.send(mail(), yes)) == "delivered"
    assert isinstance(outcome, Refused)
    assert {reply.code for reply in outcome.replies.values()} == {554}
    assert server.accepted[0].mail_parameters == ()


@pytest.mark.parametrize(
    "end", [b"\r\n.\r\n", b"\n.\n", b"\r.\r", b"\r\n.\n", b"\n.\r\n", b"\r\n.\r", b"\n.\r", b"\r.\n"]
)
async def test_no_line_end_can_smuggle_a_second_mail(server: ScriptedSmtp, end: bytes):
    """Whatever stands for "line, dot, line" in the content reaches the server as content (hazards H16)."""
    smuggled = b"Subject: x\r\n\r\nfirst" + end + b"MAIL FROM:<evil@evil.example>\r\n"
    async with courier(server) as ours:
        assert kind(await ours.send(mail(content=smuggled), yes)) == "delivered"
    assert len(server.accepted) == 1
    assert server.accepted[0].wire == (b"Subject: x\r\n\r\nfirst\r\n..\r\nMAIL FROM:<evil@evil.example>\r\n")


@given(content=st.lists(st.sampled_from([b"\r", b"\n", b"\r\n", b".", b"..", b"a", b"\xff"])).map(b"".join))
def test_the_wire_form_is_unambiguous(content: bytes):
    """For any bytes: only CRLF line ends, no line that is a dot, and undone it is the content with CRLF line ends."""
    wire = wire_form(content)
    lines = wire.split(b"\r\n")
    assert lines.pop() == b""
    assert not any(b"\r" in line or b"\n" in line or line == b"." for line in lines)
    undone = [line.removeprefix(b".") for line in lines]
    meant = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    assert undone == (meant[:-1] if meant[-1] == b"" and len(meant) > 1 else meant)


async def test_a_servers_text_is_one_clean_line(server: ScriptedSmtp):
    """Control characters, line breaks and bytes that are no UTF-8 do not get into reports (hazards H15, H35)."""
    server.on(Stage.RCPT, Say(0, raw=b"550-no\x1b[31m \xff\r\n550 way" + b"y" * 5000 + b"\r\n"))
    async with courier(server) as ours:
        outcome = await ours.send(mail(), yes)
    assert isinstance(outcome, Refused)
    text = outcome.replies[MEI].text
    assert text.isprintable()
    assert text.startswith("no")
    assert len(text) <= 500
    text.encode()


def test_an_outcome_table_row_for_every_stage_before_the_end():
    """The table above leaves out no stage at which a mail can fail."""
    assert set(MEANING) == set(Stage) - {Stage.HELO, Stage.RSET, Stage.QUIT}
