"""`python -m daemon` is `amends`."""

from daemon.cli import main

main()
