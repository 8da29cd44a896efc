"""The demonstration's past: three quarters that were handed in, accepted, circulated and published by the real acts."""

from reports.demo.history import load_history

__all__ = ["load_history"]
