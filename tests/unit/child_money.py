"""The law of a programme that a notebook adds: money for young children."""

from __future__ import annotations


def child_money(since: str, yuan: int) -> str:
    """Return the law file of the programme, in force from a month on with so many yuan a month."""
    return f"""
programme: child_money
label: {{zh: 育儿补贴, en: Child money}}
source: "an idea to try"
parameters:
  sum_m:
    label: {{zh: 每月金额, en: Sum a month}}
    unit: yuan/person/month
    role: lever
    range: [0, 500]
    step: 10
    before: off
    values: [{{from: {since}, value: {yuan}, status: assumed, source: "an idea to try"}}]
"""
