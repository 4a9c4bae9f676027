"""The moves of the asset register: one function each, by somebody and at a moment."""

from assets.workflow.register import add_asset, change_asset

__all__ = ["add_asset", "change_asset"]
