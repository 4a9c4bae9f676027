"""The moves of the asset register: one function each, by somebody and at a moment."""

from assets.workflow.register import add_asset, change_asset
from assets.workflow.relations import need, need_no_more, relate, unrelate

__all__ = ["add_asset", "change_asset", "need", "need_no_more", "relate", "unrelate"]
