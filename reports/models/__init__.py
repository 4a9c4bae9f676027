"""What reports keep."""

from reports.models.day_figure import DayFigure
from reports.models.service_report import ActionState, HowOften, ReportAction, SentServiceReport, Subscription
from reports.models.trend_report import NoTrendReport, SentTrendReport, TrendReportKind

__all__ = [
    "ActionState",
    "DayFigure",
    "HowOften",
    "NoTrendReport",
    "ReportAction",
    "SentServiceReport",
    "SentTrendReport",
    "Subscription",
    "TrendReportKind",
]
