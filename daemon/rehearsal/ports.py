"""The ports of a rehearsal, all in memory: each passes the contract suite of the real thing (tests/contracts/)."""

from daemon.rehearsal.clock import VirtualClock
from daemon.rehearsal.courier import Break, MemoryCourier, Sent
from daemon.rehearsal.mailbox import MemoryAccount, MemoryMailbox
from daemon.rehearsal.readers import InlineReaders

__all__ = ["Break", "InlineReaders", "MemoryAccount", "MemoryCourier", "MemoryMailbox", "Sent", "VirtualClock"]
