"""Scenario: a complete, frozen specification of one counterfactual, read from a file that says what differs."""

from sim.scenario.library import Folders, available_scenarios, default_folders, scenario_path
from sim.scenario.model import OutreachChange, Scenario
from sim.scenario.reading import load_scenario
from sim.scenario.writing import to_yaml

__all__ = [
    "Folders",
    "OutreachChange",
    "Scenario",
    "available_scenarios",
    "default_folders",
    "load_scenario",
    "scenario_path",
    "to_yaml",
]
