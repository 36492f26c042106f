"""Real and scripted servers on 127.0.0.1, each started by the test that needs it and ended by its own process id."""
