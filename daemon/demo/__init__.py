"""The embedded mail world behind `amends demo` and the fast tests. Only this package may import pymap and aiosmtpd."""
