"""What reports keep."""

from reports.models.day_figure import DayFigure
from reports.models.trend_report import NoTrendReport, SentTrendReport, TrendReportKind

__all__ = ["DayFigure", "NoTrendReport", "SentTrendReport", "TrendReportKind"]
