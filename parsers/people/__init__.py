"""Who writes: name, firm and telephone number."""
