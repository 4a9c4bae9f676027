"""Contracts, and what else ICT costs."""

from finance.models.contract import Contract, ContractEntry, Per, Sort, Status
from finance.models.cost import Cost, Often

__all__ = ["Contract", "ContractEntry", "Cost", "Often", "Per", "Sort", "Status"]
