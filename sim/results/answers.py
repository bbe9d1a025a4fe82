"""Answers: the figures of single runs, kept by the key of their question; a damaged file is refused, never read.

    <root>/answers/<first two digits>/<key>.parquet

The file carries the digest of its own content, so it needs no second file beside it; pages have checksums too.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.errors import StoreError
from sim.results.digest import canonical, digest_of
from sim.results.files import write_bytes
from sim.results.run import INDICATORS, KEYS

FOLDER = "answers"
_DIGEST, _SECONDS, _KEY = b"digest", b"seconds", b"key"
_FAN = 2  # digits of the key that name the folder, so that none holds more than a few hundred files


@dataclass(frozen=True)
class Answer:
    """What one run gave.

    Attributes
    ----------
    key : str
        Key of the question.
    frame : pandas.DataFrame
        township month indicator group value, sorted.
    seconds : float
        What it took to compute; no part of the digest.
    """

    key: str
    frame: pd.DataFrame
    seconds: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "frame", canonical(self.frame, INDICATORS, KEYS["indicators"]))

    @property
    def digest(self) -> str:
        """SHA-256 of the figures."""
        return digest_of({"kind": FOLDER}, {"indicators": self.frame})


def pack(answer: Answer) -> bytes:
    """Return an answer as the bytes of its Parquet file."""
    table = pa.Table.from_pandas(answer.frame, preserve_index=False)
    said = {_KEY: answer.key, _DIGEST: answer.digest, _SECONDS: repr(answer.seconds)}
    body = io.BytesIO()
    pq.write_table(
        table.replace_schema_metadata({name: str(value) for name, value in said.items()}),
        body,
        compression="zstd",
        write_page_checksum=True,
    )
    return body.getvalue()


def unpack(data: bytes, place: str) -> Answer:
    """Return the answer that bytes hold; `place` names them in a refusal.

    Raises
    ------
    StoreError
        When they are damaged, cut short, or do not hold what they say.
    """
    try:
        table = pq.read_table(pa.BufferReader(data), page_checksum_verification=True)
        said = dict(table.schema.metadata or {})
        answer = Answer(said[_KEY].decode(), table.to_pandas(), float(said[_SECONDS]))
        digest = said[_DIGEST].decode()
    except (pa.ArrowException, OSError, KeyError, ValueError) as error:
        raise StoreError(f"{place} is damaged or cut short; delete it and ask again ({error})") from error
    if answer.digest != digest:
        raise StoreError(f"{place} does not hold the figures that it names; delete it and ask again")
    return answer


def answer_path(root: Path | str, key: str) -> Path:
    """Return where the answer to a question lies."""
    return Path(root) / FOLDER / key[:_FAN] / f"{key}.parquet"


def save_answer(root: Path | str, key: str, data: bytes) -> Path:
    """Write a packed answer, whole or not at all."""
    path = answer_path(root, key)
    write_bytes(path, data)
    return path


def load_answer(root: Path | str, key: str) -> Answer | None:
    """Return a kept answer, or None when the question was never answered.

    Raises
    ------
    StoreError
        When the file is damaged or holds the answer to another question.
    """
    path = answer_path(root, key)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}") from error
    answer = unpack(data, str(path))
    if answer.key != key:
        raise StoreError(f"{path} holds the answer to another question; delete it and ask again")
    return answer
