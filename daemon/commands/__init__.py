"""What each command of `amends` does once its arguments are read. One module a command; each gives an exit code."""
