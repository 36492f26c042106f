"""An SMTP server that takes everything and keeps nothing, in a process of its own: it must not slow down who is measured.

    python -m bench.sink

Prints its port, then one line a mail: the moment (monotonic seconds, the same clock for every process) and the first
recipient. Ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import suppress

MAX_LINE_BYTES = 1 << 20


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):  # a desk that is told to end does not stay for the goodbye
        await _take_mails(reader, writer)
    writer.close()


async def _take_mails(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 sink\r\n")
    recipient = b""
    while line := await reader.readline():
        match line[:4].upper():
            case b"EHLO":
                writer.write(b"250-sink\r\n250-8BITMIME\r\n250 SIZE 50000000\r\n")
            case b"RCPT":
                recipient = recipient or line.partition(b"<")[2].partition(b">")[0]
                writer.write(b"250 ok\r\n")
            case b"DATA":
                writer.write(b"354 go\r\n")
                while await reader.readline() != b".\r\n":
                    pass
                print(f"{time.monotonic()} {recipient.decode('ascii', 'replace')}", flush=True)
                recipient = b""
                writer.write(b"250 taken\r\n")
            case b"QUIT":
                writer.write(b"221 bye\r\n")
                return
            case _:
                writer.write(b"250 ok\r\n")


async def main() -> None:
    """Serve until standard input ends."""
    server = await asyncio.start_server(_converse, "127.0.0.1", 0, limit=MAX_LINE_BYTES)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
