"""The running service: fetch, read, plan, commit, file away, send, keep the clocks. Start reading at `app.py`."""
