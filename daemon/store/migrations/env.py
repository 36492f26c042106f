"""What Alembic runs for each upgrade. `daemon.store.migrate` has opened the transaction, and ends it."""

from __future__ import annotations

from alembic import context

from daemon.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",  # SQLite alters a table by making a new one
)
with context.begin_transaction():
    context.run_migrations()
