"""Whatever the operator can mend is told in sentences on standard error, with the exit code that belongs to it."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager

from daemon.app import NotReady
from daemon.catalogue_file import CatalogueError
from daemon.config import ConfigInvalid
from daemon.config_tables import SecretMissing
from daemon.intake import LedgerLost
from daemon.keyfile import KeyUnusable
from daemon.reader_pool import ReaderCannotStart
from daemon.store.engine import DatabaseMoved, StoreUnavailable
from rules.pack import PackInvalid

NO = 1
USAGE = 2
_FULL = frozenset([errno.ENOSPC, errno.EDQUOT, errno.EFBIG])


@contextmanager
def told() -> Generator[None]:
    """Turn the errors that are not bugs into sentences and an exit."""
    try:
        yield
    except (ConfigInvalid, PackInvalid, CatalogueError) as invalid:
        sys.exit(_say(invalid.problems, USAGE))
    except (NotReady, SecretMissing, KeyUnusable, LedgerLost, DatabaseMoved) as trouble:
        sys.exit(_say((str(trouble),), USAGE))
    except (StoreUnavailable, ReaderCannotStart) as trouble:
        sys.exit(_say((str(trouble),), NO))
    except KeyboardInterrupt:
        sys.exit(_say(("interrupted; what was begun is found again the next time",), NO))
    except BrokenPipeError:
        _drop_the_rest()  # `amends letters | head` is no mistake
        sys.exit(0)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        _say((f"{error.filename or 'The answer'} cannot be written: {os.strerror(error.errno)}.",), NO)
        sys.stderr.close()  # what is left of the answer cannot be written at the end either
        os._exit(NO)


def _drop_the_rest() -> None:
    """Let what is still to be written go nowhere: Python writes it out at the very end, and would complain (exit 120)."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    sys.stderr.close()


def _say(problems: tuple[str, ...], code: int) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return code
