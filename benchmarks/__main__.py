"""How fast it is on this machine: `python -m benchmarks [--quick] [--only reference|full]`."""

from __future__ import annotations

import argparse

from benchmarks import full, reference
from benchmarks.table import show


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: tries the code, not the machine")
    parser.add_argument("--only", choices=("reference", "full"), help="one half of the table")
    chosen = parser.parse_args()
    if chosen.only != "full":
        print(show(reference.measure(reference.QUICK if chosen.quick else reference.FULL)), flush=True)
    if chosen.only != "reference":
        print(show(full.measure(chosen.quick)), flush=True)


if __name__ == "__main__":
    main()
