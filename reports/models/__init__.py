from reports.models import edition_guard  # noqa: F401 – its trigger stands on another floor's model
from reports.models.periods import ReportingPeriod
from reports.models.reviews import Review
from reports.models.status_reports import ReportLine, StatusReport
from reports.models.submissions import (
    ActivityRecord,
    IndicatorValue,
    MilestoneUpdate,
    Submission,
)

__all__ = [
    "ActivityRecord",
    "IndicatorValue",
    "MilestoneUpdate",
    "ReportLine",
    "ReportingPeriod",
    "Review",
    "StatusReport",
    "Submission",
]
