"""The desk's files as a plan looks things up in them (`daemon.planning.files`), within one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from daemon.case import Case
from daemon.config import Config
from daemon.originals import original_of
from daemon.planning.bulletin import Bulletin
from daemon.planning.forms import faults
from daemon.planning.reading import Reading
from daemon.planning.sources import as_the_customers
from daemon.public_mail import is_public
from daemon.store import cases, desk, digests, letters, outbox
from daemon.store.schema import case_references
from daemon.store.schema import cases as case_table
from parsers.letter import Letter, Unreadable
from rules.vocabulary import History

DAY = timedelta(hours=24)


class StoredFiles:
    """The files in the database. `read` turns a letter's bytes into a letter."""

    _counting = cases.COUNTING  # which cases are complaints of their own

    def __init__(
        self,
        connection: Connection,
        read: Callable[[bytes], Letter | Unreadable],
        now: datetime,
        config: Config,
    ) -> None:
        """`config` says who sends letters for others, and how large a mail may be that encloses one."""
        self._connection = connection
        self._read = read
        self._now = now
        self._config = config

    def next_number(self, year: int) -> str:
        """See `Files`, here and below."""
        return cases.next_number(self._connection, year)

    def case(self, number: str) -> Case | None:  # noqa: D102 - as above
        return cases.by_number(self._connection, number)

    def open_cases(self, department: str | None = None) -> Sequence[Case]:  # noqa: D102 - as above
        return cases.open_ones(self._connection, department)

    def cases_of(self, address: str) -> Sequence[Case]:  # noqa: D102 - as above
        return cases.of_customer(self._connection, address)

    def first_letter(self, case: Case) -> Reading | None:  # noqa: D102 - as above
        raw_id = letters.first_of_case(self._connection, case.id)
        return None if raw_id is None else self.letter(raw_id)

    def letter(self, raw_id: int) -> Reading | None:  # noqa: D102 - as above
        stored = letters.stored(self._connection, raw_id)
        if stored is None:
            return None
        letter = self._read(stored.raw)
        if isinstance(letter, Unreadable):
            return None
        written = as_the_customers(letter, self._config)
        limit = self._config.smtp.max_bytes
        return Reading(
            raw_id=raw_id,
            letter=written.letter,
            received=stored.received,
            original=original_of(stored.raw, letter, complete=stored.complete, limit=limit),
            channel=written.channel,
            customer_known=written.customer_known,
        )

    def arrived(self, intake_id: int) -> Reading | None:  # noqa: D102 - as above
        raw_id = letters.raw_of(self._connection, intake_id)
        return None if raw_id is None else self.letter(raw_id)

    def is_of_a_case(self, raw_id: int) -> bool:  # noqa: D102 - as above
        return letters.is_of_a_case(self._connection, raw_id)

    def bulletin(self, effect_key: str) -> Bulletin | None:  # noqa: D102 - as above
        return digests.bulletin_of(self._connection, effect_key)

    def history(self, letter: Letter, since: datetime) -> History:  # noqa: D102 - as above
        sender = letter.sender.key if letter.sender else ""
        own = [case for case in self.cases_of(sender) if case.counts] if sender else []
        same = self._with_fault(letter, since)
        return History(
            open_cases=sum(case.state.is_open for case in own),
            earlier_cases=sum(case.received >= since for case in own),
            repeats=1 + sum(same_customer(customer, sender) for customer in same.values()),
            product_repeats=1 + len(same),
        )

    def answers_today(self, address: str) -> int:  # noqa: D102 - as above
        return outbox.answers_since(self._connection, address, self._now - DAY)

    def deputy(self, department: str, now: datetime) -> str | None:  # noqa: D102 - as above
        return desk.deputies(self._connection, now).get(department)

    def _with_fault(self, letter: Letter, since: datetime) -> dict[int, str]:
        """Complaints since then with the same product and the same kind of defect, and whose they are."""
        wanted = [value for _, value in faults(letter)]
        if not wanted:
            return {}
        query = (
            select(case_table.c.id, func.min(case_table.c.customer))
            .join(case_references, case_references.c.case_id == case_table.c.id)
            .where(
                case_references.c.kind == "fault",
                case_references.c.value.in_(wanted),
                case_table.c.received >= since,
                *self._counting,
            )
            .group_by(case_table.c.id)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}


def same_customer(one: str, other: str) -> bool:
    """The same address, or the same company's: addresses of one domain that is not everybody's."""
    if one == other:
        return True
    domain = one.rpartition("@")[2]
    return domain == other.rpartition("@")[2] and not is_public(domain)
