"""The world that hostile inputs are read in: the real figures of the regions and a small law that never changes."""

from __future__ import annotations

import shutil
from pathlib import Path

from sim.scenario import Folders

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


def make_world(folder: Path) -> Folders:
    """Return folders under `folder` with copied figures, the small law and an empty library."""
    data = folder / "data"
    left_out = shutil.ignore_patterns("laws", "calibration.yaml")  # a fit belongs to the real law
    shutil.copytree(ROOT / "data" / "national", data / "national")
    for region in ("wuzhong", "yunxi"):
        home = data / "regions" / region
        shutil.copytree(ROOT / "data" / "regions" / region, home, ignore=left_out)
        shutil.copytree(HERE / "law" / "place", home / "laws")
        (folder / "scenarios" / region).mkdir(parents=True)
    return Folders(folder / "scenarios", data, HERE / "law")
