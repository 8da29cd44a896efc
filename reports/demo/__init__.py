"""The demonstration's past: what was handed in, accepted, circulated, noted and published, by the real acts."""

from reports.demo.history import load_history
from reports.demo.notes import load_notes

__all__ = ["load_history", "load_notes"]
