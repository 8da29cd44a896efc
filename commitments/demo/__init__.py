"""The demonstration: a real plan, told by public sources. What they do not say is empty, or marked as an example."""

from commitments.demo.register import load_register

__all__ = ["load_register"]
