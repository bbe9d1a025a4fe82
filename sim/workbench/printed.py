"""A frozen page as one file that opens in any browser, prints, and needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from sim.population.profile import load_profile
from sim.words import label, sentence
from sim.workbench.answer import QUESTIONS
from sim.workbench.dials import Board
from sim.workbench.sources import source_sheet

STYLE = Path(__file__).parent / "static" / "printed.css"


def printed(body: Mapping[str, Any], board: Board, lang: str) -> str:
    """Return the page of a version.

    Parameters
    ----------
    body : mapping
        version, stamp, slots and plan of the version.
    """
    slots = body["slots"][lang]
    name = load_profile(board.base.region).label
    title = sentence("briefing_title", lang, {"region": name.zh if lang == "zh" else name.en})
    stamp = sentence("frozen_stamp", lang, {"version": str(body["version"]), "stamp": body["stamp"]})
    cards = "".join(
        f"<section><h2>{escape(label(f'question_{key}', lang))}</h2>{slots[f'figure_{key}']}{slots[f'chart_{key}']}"
        f"<h3>{escape(label('briefing_why', lang))}</h3>{slots[f'why_{key}']}</section>"
        for key in QUESTIONS
    )
    return (
        f'<!doctype html><html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">'
        f"<title>{escape(title)} {escape(stamp)}</title><style>{STYLE.read_text(encoding='utf-8')}</style></head>"
        f"<body><header><h1>{escape(title)}</h1><p>{escape(stamp)}</p></header>"
        f'<p class="plan">{escape(body["plan"][lang])}</p><p class="sentence">{slots["sentence"]}</p>'
        f"<main>{cards}</main><h2>{escape(label('ui_sources', lang))}</h2>{source_sheet(board, lang)}</body></html>"
    )
