"""From bytes to what a mail says: its structure, headers, text, origin, and the writer's own words."""
