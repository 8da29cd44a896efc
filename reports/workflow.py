"""Which move is allowed from which status. The database's triggers are made from these same tables."""

from reports.enums import ReportStatus, SubmissionStatus

SUBMISSION_MOVES = {
    SubmissionStatus.EXPECTED: {SubmissionStatus.SUBMITTED},
    SubmissionStatus.SUBMITTED: {SubmissionStatus.RETURNED, SubmissionStatus.ACCEPTED},
    SubmissionStatus.RETURNED: {SubmissionStatus.SUBMITTED},
    SubmissionStatus.ACCEPTED: set(),
}

REPORT_MOVES = {
    ReportStatus.DRAFT: {ReportStatus.CIRCULATED},
    ReportStatus.CIRCULATED: {ReportStatus.APPROVED, ReportStatus.DRAFT},
    ReportStatus.APPROVED: {ReportStatus.SCHEDULED, ReportStatus.DRAFT},
    ReportStatus.SCHEDULED: {ReportStatus.PUBLISHED, ReportStatus.DRAFT},
    ReportStatus.PUBLISHED: set(),
}
"""Back to draft means: changed after it was circulated, so it is circulated again before it is published."""
