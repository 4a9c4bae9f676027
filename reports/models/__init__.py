"""What reports keep."""

from reports.models.day_figure import DayFigure
from reports.models.kept import Correction, KeptFigure, MonthCounted
from reports.models.question import Audience, Rhythm, SavedQuestion, SentQuestion
from reports.models.service_report import ActionState, HowOften, ReportAction, SentServiceReport, Subscription
from reports.models.trend_report import NoTrendReport, SentTrendReport, TrendReportKind

__all__ = [
    "ActionState",
    "Audience",
    "Correction",
    "DayFigure",
    "HowOften",
    "KeptFigure",
    "MonthCounted",
    "NoTrendReport",
    "ReportAction",
    "Rhythm",
    "SavedQuestion",
    "SentQuestion",
    "SentServiceReport",
    "SentTrendReport",
    "Subscription",
    "TrendReportKind",
]
