"""Where the tests' fixtures come from: one module per kind of server."""

pytest_plugins = [
    "tests.servers.fixtures",
    "tests.servers.postgres",
    "tests.world",
]
