"""What to do about a letter or a due clock, as values. Pure: `daemon.plan` is the one door."""
