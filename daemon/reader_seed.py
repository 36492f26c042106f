"""What every child that reads letters is a copy of: a process that has read one letter already.

Imported by the process that the children are forked from (`daemon.reader_pool`), and by nobody else: reading the first
letter loads all word lists and models, which takes a second and a hundred megabytes. The copies share both;
they never look through it for garbage, which takes 10 ms a time and finds none.
"""

from __future__ import annotations

import gc

import parsers

_TYPICAL = """\
From: Ann Lee <ann@customer.example>
Subject: Nine kettles leak
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

We received 18 kettles (invoice 89621), and nine of them are defective. Please replace them.

贵公司发来的20台电热水壶（发票号 88213456），其中3台存在质量问题，非常不满。请为我们换货。
"""

parsers.read(_TYPICAL.encode(), own=frozenset())
gc.freeze()
