from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from ovp_portal.audit.words import describe
        from ovp_portal.notifications import sources
        from reports import due
        from reports.services import periods, status_reports
        from reports.words import WORDS

        describe(WORDS)
        due.register()
        sources.rehearse_with(lambda at: periods.open_due(at=at))
        sources.rehearse_with(lambda at: status_reports.publish_due(at=at))
