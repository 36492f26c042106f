"""What numbers in a letter stand for: invoices, orders, sums, days; and numbers put right."""
