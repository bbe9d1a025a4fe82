"""Checkpoints: the policy half of a county in the middle of its run, written whole and read back to the bit.

Lives are not stored: they are a pure function of region, assumptions and seed. Draws have no state to store.
"""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.care.waits import WaitLog
from sim.engine.care_step import context_of
from sim.engine.case import files_of
from sim.engine.relief_step import CARRIED
from sim.errors import StoreError
from sim.kernels import source_digest
from sim.results.files import write_bytes
from sim.state.places import Flows

if TYPE_CHECKING:
    from sim.engine.county import County

HEADER = "header"
_TABLES = ("present", "wants", "claims", "offices", "teams", "funnel", "treasury", "roster")


def _arrays(county: County) -> dict[str, NDArray[Any]]:
    """Return every array that the policy half has written, by name; views, not copies."""
    tables: dict[str, Any] = {name: getattr(county, name) for name in _TABLES}
    tables |= {"places": county.care.places, "homes": county.care.homes, "flows": county.care.flows}
    tables["relief"] = county.relief.state
    found = {
        f"{name}.{field}": array for name, table in tables.items() for field, array in table._asdict().items()
    }
    ledger = county.ledger
    found |= {
        "ledger.credits": ledger.credits,
        "ledger.debits": ledger.debits,
        "ledger.persons": ledger.persons,
    }
    found |= {"register.child": county.register_persons.child}
    found |= {"peers": county.peers, "new_applications": county.new_applications}
    found |= {"waits.median": county.waits.median, "waits.ninetieth": county.waits.ninetieth}
    found |= {f"series.{i}.{g}": values for (i, g), values in county.series.values.items()}
    found |= {f"region.{i}.{g}": values for (i, g), values in county.region_series.items()}
    return {name: np.asarray(array) for name, array in found.items()}


def _header(county: County) -> dict[str, Any]:
    return {
        "t": county.t,
        "scenario": county.scenario.digest,
        "law": county.law.fingerprint(),
        "code": source_digest(),
    }


def save_checkpoint(county: County, path: Path | str) -> Path:
    """Write the county's policy half; the file is there whole or not at all."""
    arrays = _arrays(county) | {"elders": county.care.elders, "active": county.active}
    arrays |= {f"desk.{name}": getattr(county.relief, name) for name in CARRIED}
    arrays |= {f"log.{name}": column for name, column in county.care.log.arrays().items()}
    body = io.BytesIO()
    header = np.frombuffer(json.dumps(_header(county)).encode(), np.uint8)
    np.savez(body, allow_pickle=False, **{HEADER: header}, **arrays)
    data = body.getvalue()
    target = Path(path)
    write_bytes(target, hashlib.sha256(data).digest() + data)
    return target


def _read(path: Path) -> dict[str, NDArray[Any]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StoreError(f"the checkpoint {path} cannot be read: {error.strerror}") from None
    length = hashlib.sha256().digest_size
    if hashlib.sha256(data[length:]).digest() != data[:length]:
        raise StoreError(f"the checkpoint {path} is damaged or cut short; begin again or use an earlier one")
    with np.load(io.BytesIO(data[length:]), allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def resume(county: County, path: Path | str) -> County:
    """Bring a freshly opened county of the same scenario to the month of a checkpoint.

    Raises
    ------
    StoreError
        When the file is damaged, or is of another scenario or another version of the code.
    """
    stored = _read(Path(path))
    header = json.loads(stored.pop(HEADER).tobytes())
    for key, value in _header(county).items():
        if key != "t" and header.get(key) != value:
            raise StoreError(f"the checkpoint {path} is of another {key} and cannot be resumed with this one")
    for name, array in stored.items():
        if name.startswith("series."):
            _, indicator, group = name.split(".", 2)
            county.series.values[indicator, group] = array
        elif name.startswith("region."):
            _, indicator, group = name.split(".", 2)
            county.region_series[indicator, group] = array
    county.care.elders, county.active = stored.pop("elders"), stored.pop("active")
    for name in CARRIED:
        setattr(county.relief, name, stored.pop(f"desk.{name}"))
    log = {name.removeprefix("log."): stored.pop(name) for name in list(stored) if name.startswith("log.")}
    county.care.log = WaitLog.from_arrays(log)
    county.care.flows = Flows(*(stored[f"flows.{field}"] for field in Flows._fields))
    for name, array in _arrays(county).items():
        if not name.startswith(("series.", "region.", "flows.")):
            array[...] = stored[name]
    county.t = int(header["t"])
    county.files = files_of(county, county.year)
    county.care.context = context_of(county)
    county.running = county.t + 1 < county.scenario.months
    return county
