"""A letter is read the same whichever process reads it: a set's order, which each process draws anew, decides nothing."""

from __future__ import annotations

import subprocess
import sys
from email.message import EmailMessage

PROCESSES = ("0", "5", "7")  # how each draws its order (PYTHONHASHSEED)
READ = "import sys, parsers\nsys.stdout.reconfigure(encoding='utf-8')\nprint(parsers.read(sys.stdin.buffer.read()))"


def _letter() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "沈南 <shen@beiwan.example>", "desk@amends.example"
    mail["Subject"], mail["Message-ID"] = "睫毛膏组合装少一支", "<m1@beiwan.example>"
    mail["Date"] = "Tue, 18 Jun 2024 09:00:00 +0800"
    mail.set_content(
        "你好，\n我买了睫毛膏组合装两盒和一台冷水机组，订单号 TM-20240611-08。睫毛膏组合装里各少一支，冷水机组漏水约3处。\n"
        "送检残留溶剂 14.2 mg/m²，请补发睫毛膏，机组派人来修。\n\n北湾酒店 沈南（盖章）(财务章)\n"
    )
    return mail.as_bytes()


def test_processes_agree():
    """Three processes with three orders of the same sets say the same of a letter."""
    said = {
        subprocess.run(
            [sys.executable, "-c", READ],
            input=_letter(),
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": order, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for order in PROCESSES
    }
    assert len(said) == 1, b"\n\n".join(said).decode()
