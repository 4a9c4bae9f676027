"""The moves of the asset register: one function each, by somebody and at a moment."""

from assets.workflow.audits import audit_asset
from assets.workflow.ending import bring_back, dispose
from assets.workflow.licence_uses import (
    check_may_give,
    give_licence,
    may_give,
    take_back_from_gone,
    take_back_licence,
    uses_to_take_back,
)
from assets.workflow.licences import add_licence, change_licence, may_keep_of
from assets.workflow.loans import borrowers_at, extend, lend, take_back
from assets.workflow.register import add_asset, change_asset
from assets.workflow.relations import need, need_no_more, relate, unrelate
from assets.workflow.software import (
    accept_master,
    add_software,
    bring_back_master,
    change_software,
    may_keep,
    retire_master,
)
from assets.workflow.sorts import add_sort, answers_kept, change_sort, may_keep_sorts
from assets.workflow.stocktakes import (
    begin_stocktake,
    end_stocktake,
    set_lost,
    set_lost_by,
    still_missing,
    undo_lost,
)

__all__ = [
    "accept_master",
    "add_asset",
    "add_licence",
    "add_software",
    "add_sort",
    "answers_kept",
    "audit_asset",
    "begin_stocktake",
    "borrowers_at",
    "bring_back",
    "bring_back_master",
    "change_asset",
    "change_licence",
    "change_software",
    "change_sort",
    "check_may_give",
    "dispose",
    "end_stocktake",
    "extend",
    "give_licence",
    "lend",
    "may_give",
    "may_keep",
    "may_keep_of",
    "may_keep_sorts",
    "need",
    "need_no_more",
    "relate",
    "retire_master",
    "set_lost",
    "set_lost_by",
    "still_missing",
    "take_back",
    "take_back_from_gone",
    "take_back_licence",
    "undo_lost",
    "unrelate",
    "uses_to_take_back",
]
