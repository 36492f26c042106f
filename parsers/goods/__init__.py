"""Which products a letter is about, and how many of each."""
