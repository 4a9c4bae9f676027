"""What the school has, where it is, what depends on what, who has it, and when it was last seen."""

from assets.models.asset import GONE, Asset, AssetType
from assets.models.audit import Audit, Condition, Stocktake
from assets.models.disposal import DataOutcome, Disposal, DisposalMethod
from assets.models.imported import AssetImport, RefusedAsset
from assets.models.licence import Licence, LicenceUse, Software, SoftwareMaster
from assets.models.loan import Loan
from assets.models.relation import STOPS_WITH, Relation, RelationKind, ServiceNeed

__all__ = [
    "GONE",
    "STOPS_WITH",
    "Asset",
    "AssetImport",
    "AssetType",
    "Audit",
    "Condition",
    "DataOutcome",
    "Disposal",
    "DisposalMethod",
    "Licence",
    "LicenceUse",
    "Loan",
    "RefusedAsset",
    "Relation",
    "RelationKind",
    "ServiceNeed",
    "Software",
    "SoftwareMaster",
    "Stocktake",
]
