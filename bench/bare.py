"""The practical limit: IMAP -> parse -> SQLite -> SMTP, where nothing is understood and nothing survives a crash.

    python -m bench.bare once|serve DATABASE IMAP_PORT SMTP_PORT USER PASSWORD

`once` answers every letter in INBOX and ends; `serve` waits for letters (IDLE) and answers each, until it is killed;
it prints a line when it begins to wait. Both do with the plainest means what the desk does with care: the standard
library reads the mail, a flag remembers it, one short answer goes out over each of two connections in turns.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from typing import Any, cast

import aiosmtplib
from imapclient import IMAPClient

from bench.letters import DESK
from bench.reading import with_stdlib

BATCH = 50
CONNECTIONS = 2
SCHEMA = "create table if not exists letters (id integer primary key, sender text, subject text, words text, raw blob)"


class BareDesk:
    """The whole loop."""

    def __init__(self, database: str, imap_port: int, user: str, password: str) -> None:
        self._database = sqlite3.connect(database)
        self._database.execute(SCHEMA)
        self._imap = cast("Any", IMAPClient("127.0.0.1", imap_port, ssl=False))
        self._imap.login(user, password)
        self._imap.select_folder("INBOX")
        self._couriers: list[aiosmtplib.SMTP] = []

    async def connect(self, smtp_port: int) -> None:
        """Open the connections that answers leave by."""
        for _ in range(CONNECTIONS):
            courier = aiosmtplib.SMTP(hostname="127.0.0.1", port=smtp_port, start_tls=False, use_tls=False)
            await courier.connect()
            self._couriers.append(courier)

    async def answer_all(self) -> None:
        """Answer every letter that has not been answered."""
        uids: list[int] = self._imap.search("UNSEEN")
        for start in range(0, len(uids), BATCH):
            batch = uids[start : start + BATCH]
            fetched = self._imap.fetch(batch, ["BODY.PEEK[]"])
            answers = [self._keep(fetched[uid][b"BODY[]"]) for uid in batch]
            self._database.commit()
            lanes = (answers[lane::CONNECTIONS] for lane in range(CONNECTIONS))
            await asyncio.gather(*(self._send(*pair) for pair in zip(self._couriers, lanes, strict=True)))
            self._imap.add_flags(batch, [rb"\Seen"], silent=True)

    async def serve(self) -> None:
        """For ever: wait, answer."""
        await self.answer_all()
        while True:
            self._imap.idle()
            print("waiting", flush=True)
            self._imap.idle_check()
            self._imap.idle_done()
            await self.answer_all()

    async def close(self) -> None:
        """Say goodbye to everybody."""
        self._imap.logout()
        for courier in self._couriers:
            await courier.quit()
        self._database.close()

    def _keep(self, raw: bytes) -> tuple[int, str, str]:
        words, headers = with_stdlib(raw)
        message_id, sender, subject = headers[0], headers[3], headers[7]
        row = (sender, subject, words, raw)
        query = "insert into letters (sender, subject, words, raw) values (?, ?, ?, ?)"
        number = self._database.execute(query, row).lastrowid or 0
        return number, sender.rpartition("<")[2].rstrip(">"), message_id

    @staticmethod
    async def _send(courier: aiosmtplib.SMTP, answers: list[tuple[int, str, str]]) -> None:
        for number, recipient, message_id in answers:
            mail = (
                f"From: {DESK}\r\nTo: {recipient}\r\nSubject: [{number}] We have your letter\r\n"
                f"Message-ID: <bare.{number}@shop.example>\r\nIn-Reply-To: {message_id}\r\n"
                f"Auto-Submitted: auto-replied\r\n\r\nThank you. Your letter has the number {number}.\r\n"
            )
            await courier.sendmail(DESK, [recipient], mail.encode())


async def main(how: str, database: str, imap_port: str, smtp_port: str, user: str, password: str) -> None:
    """As the command line says."""
    desk = BareDesk(database, int(imap_port), user, password)
    await desk.connect(int(smtp_port))
    await (desk.serve() if how == "serve" else desk.answer_all())
    await desk.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
