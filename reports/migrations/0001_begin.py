import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_begin"),
        ("accounts", "__first__"),
        ("circulation", "0001_begin"),
        ("commitments", "0001_begin"),
        ("editions", "0001_begin"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("training", "training"),
                            ("workshop", "workshop"),
                            ("study_visit", "study visit"),
                            ("campaign", "campaign"),
                            ("meeting", "meeting"),
                            ("purchase", "purchase"),
                            ("publication", "publication"),
                            ("regulation", "law or regulation"),
                            ("other", "other"),
                        ],
                        default="training",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("topic", models.CharField(blank=True, max_length=300, verbose_name="topic")),
                ("held", models.PositiveIntegerField(blank=True, null=True, verbose_name="held")),
                ("participants", models.PositiveIntegerField(blank=True, null=True, verbose_name="participants")),
                ("women", models.PositiveIntegerField(blank=True, null=True, verbose_name="of them women")),
                ("breakdown", models.JSONField(blank=True, default=list, verbose_name="participants by group")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="to")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("funding", models.CharField(blank=True, max_length=200, verbose_name="funding")),
            ],
            options={
                "verbose_name": "activity",
                "verbose_name_plural": "activities",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("women__isnull", True),
                            ("participants__isnull", True),
                            ("women__lte", models.F("participants")),
                            _connector="OR",
                        ),
                        name="women_are_not_more_than_participants",
                        violation_error_message="There are more women than participants.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="activity_ends_after_it_starts",
                        violation_error_message="The activity ends before it starts.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="value"),
                ),
                (
                    "numerator",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="numerator"
                    ),
                ),
                (
                    "denominator",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="denominator"
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="value, in words")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="values", to="commitments.indicator"
                    ),
                ),
            ],
            options={
                "verbose_name": "value of an indicator",
                "verbose_name_plural": "values of indicators",
                "ordering": ["indicator__position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("denominator__isnull", True), ("denominator__gt", 0), _connector="OR"),
                        name="denominator_is_above_zero",
                        violation_error_message="The denominator must be above zero.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MilestoneUpdate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "no answer"),
                            ("progress", "Progress made"),
                            ("done", "Now completed"),
                            ("nothing_done", "No progress"),
                            ("not_applicable", "Not applicable this quarter"),
                            ("not_available", "Figure not available"),
                        ],
                        default="",
                        max_length=15,
                        verbose_name="what happened",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completed", "Completed"),
                            ("substantial", "Substantial"),
                            ("limited", "Limited"),
                            ("not_started", "Not started"),
                            ("no_evidence", "No evidence available"),
                        ],
                        max_length=12,
                        verbose_name="level, as you see it",
                    ),
                ),
                ("progress", models.TextField(blank=True, verbose_name="what was done")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "applicable_when",
                    models.CharField(blank=True, max_length=300, verbose_name="when it will be applicable"),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="updates", to="commitments.milestone"
                    ),
                ),
            ],
            options={
                "verbose_name": "update on a milestone",
                "verbose_name_plural": "updates on milestones",
                "ordering": ["milestone__number"],
            },
        ),
        migrations.CreateModel(
            name="IndicatorValueEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="value"),
                ),
                (
                    "numerator",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="numerator"
                    ),
                ),
                (
                    "denominator",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="denominator"
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="value, in words")),
                (
                    "indicator",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="commitments.indicator",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reports.indicatorvalue",
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reports.milestoneupdate",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="indicatorvalue",
            name="update",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="values", to="reports.milestoneupdate"
            ),
        ),
        migrations.CreateModel(
            name="ActivityRecordEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("training", "training"),
                            ("workshop", "workshop"),
                            ("study_visit", "study visit"),
                            ("campaign", "campaign"),
                            ("meeting", "meeting"),
                            ("purchase", "purchase"),
                            ("publication", "publication"),
                            ("regulation", "law or regulation"),
                            ("other", "other"),
                        ],
                        default="training",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("topic", models.CharField(blank=True, max_length=300, verbose_name="topic")),
                ("held", models.PositiveIntegerField(blank=True, null=True, verbose_name="held")),
                ("participants", models.PositiveIntegerField(blank=True, null=True, verbose_name="participants")),
                ("women", models.PositiveIntegerField(blank=True, null=True, verbose_name="of them women")),
                ("breakdown", models.JSONField(blank=True, default=list, verbose_name="participants by group")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="to")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("funding", models.CharField(blank=True, max_length=200, verbose_name="funding")),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reports.activityrecord",
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reports.milestoneupdate",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="activityrecord",
            name="update",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="activities", to="reports.milestoneupdate"
            ),
        ),
        migrations.CreateModel(
            name="ReportingPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rhythm", models.CharField(editable=False, max_length=10)),
                ("year", models.PositiveSmallIntegerField()),
                ("part", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                ("opens_on", models.DateField(verbose_name="opens on")),
                ("data_due_on", models.DateField(verbose_name="data due on")),
                ("review_due_on", models.DateField(verbose_name="review due on")),
                ("positions_due_on", models.DateField(verbose_name="positions due on")),
                ("publication_due_on", models.DateField(verbose_name="published on")),
                (
                    "moved",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), blank=True, default=list, size=None
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="commitments.actionplan",
                        verbose_name="action plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "reporting period",
                "verbose_name_plural": "reporting periods",
                "ordering": ["plan_id", "starts_on"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "starts_on"), name="period_starts_once_in_a_plan"),
                    models.UniqueConstraint(
                        fields=("plan", "rhythm", "year", "part"), name="one_period_a_part_of_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__gte", models.F("starts_on")),
                            ("opens_on__gt", models.F("ends_on")),
                            ("data_due_on__gte", models.F("opens_on")),
                            ("review_due_on__gte", models.F("data_due_on")),
                            ("positions_due_on__gte", models.F("review_due_on")),
                            ("publication_due_on__gte", models.F("positions_due_on")),
                        ),
                        name="dates_of_a_period_follow_each_other",
                        violation_error_message="The dates must follow each other: end, opening, data, review, positions, publication.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportingPeriodEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("rhythm", models.CharField(editable=False, max_length=10)),
                ("year", models.PositiveSmallIntegerField()),
                ("part", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                ("opens_on", models.DateField(verbose_name="opens on")),
                ("data_due_on", models.DateField(verbose_name="data due on")),
                ("review_due_on", models.DateField(verbose_name="review due on")),
                ("positions_due_on", models.DateField(verbose_name="positions due on")),
                ("publication_due_on", models.DateField(verbose_name="published on")),
                (
                    "moved",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), blank=True, default=list, size=None
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reports.reportingperiod",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="commitments.actionplan",
                        verbose_name="action plan",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReportLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("completed", "Completed"),
                            ("substantial", "Substantial"),
                            ("limited", "Limited"),
                            ("not_started", "Not started"),
                            ("no_evidence", "No evidence available"),
                        ],
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="what was done")),
                (
                    "proposed_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completed", "Completed"),
                            ("substantial", "Substantial"),
                            ("limited", "Limited"),
                            ("not_started", "Not started"),
                            ("no_evidence", "No evidence available"),
                        ],
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("proposed_text", models.TextField(blank=True, editable=False)),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_lines",
                        to="commitments.milestone",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a report",
                "verbose_name_plural": "lines of a report",
                "ordering": ["milestone__number"],
            },
        ),
        migrations.CreateModel(
            name="StatusReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("circulated", "with the members"),
                            ("approved", "approved"),
                            ("scheduled", "scheduled"),
                            ("published", "published"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="summary")),
                ("proposed_summary", models.TextField(blank=True, editable=False)),
                ("language", models.CharField(default="mk", max_length=10, verbose_name="language of the text")),
                ("version", models.PositiveIntegerField(default=0)),
                ("compiled_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("scheduled_for", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "circulation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="circulation.circulation",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="commitments.commitment"
                    ),
                ),
                (
                    "compiled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "earlier_circulations",
                    models.ManyToManyField(blank=True, related_name="+", to="circulation.circulation"),
                ),
                (
                    "edition",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="editions.edition",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="reports.reportingperiod",
                    ),
                ),
            ],
            options={
                "verbose_name": "status report",
                "verbose_name_plural": "status reports",
                "ordering": ["-period__ends_on", "commitment_id"],
                "constraints": [
                    models.UniqueConstraint(fields=("period", "commitment"), name="one_report_a_commitment_and_period"),
                    models.CheckConstraint(
                        condition=models.Q(("status", "draft"), ("circulation__isnull", False), _connector="OR"),
                        name="no_report_goes_on_without_its_circulation",
                        violation_error_message="The report was not circulated to the members.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "circulated"]),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_approved_report_says_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "scheduled"), _negated=True),
                            ("scheduled_for__isnull", False),
                            _connector="OR",
                        ),
                        name="a_scheduled_report_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            models.Q(("edition__isnull", False), ("published_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_published_report_has_its_edition",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportLineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("completed", "Completed"),
                            ("substantial", "Substantial"),
                            ("limited", "Limited"),
                            ("not_started", "Not started"),
                            ("no_evidence", "No evidence available"),
                        ],
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="what was done")),
                (
                    "proposed_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completed", "Completed"),
                            ("substantial", "Substantial"),
                            ("limited", "Limited"),
                            ("not_started", "Not started"),
                            ("no_evidence", "No evidence available"),
                        ],
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("proposed_text", models.TextField(blank=True, editable=False)),
                (
                    "milestone",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="commitments.milestone",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reports.reportline",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reports.statusreport",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="reportline",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="reports.statusreport"
            ),
        ),
        migrations.CreateModel(
            name="StatusReportEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("circulated", "with the members"),
                            ("approved", "approved"),
                            ("scheduled", "scheduled"),
                            ("published", "published"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="summary")),
                ("proposed_summary", models.TextField(blank=True, editable=False)),
                ("language", models.CharField(default="mk", max_length=10, verbose_name="language of the text")),
                ("version", models.PositiveIntegerField(default=0)),
                ("compiled_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("scheduled_for", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "circulation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="circulation.circulation",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="commitments.commitment",
                    ),
                ),
                (
                    "compiled_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="editions.edition",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reports.reportingperiod",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reports.statusreport",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("expected", "expected"),
                            ("submitted", "waits for acceptance"),
                            ("returned", "returned"),
                            ("accepted", "accepted"),
                        ],
                        default="expected",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due on")),
                (
                    "is_nothing_done",
                    models.BooleanField(default=False, verbose_name="nothing was done on any milestone"),
                ),
                ("nothing_done_reason", models.TextField(blank=True, verbose_name="why nothing was done")),
                ("version", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField(blank=True, null=True)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="commitments.commitment",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="accounts.organization",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="reports.reportingperiod",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "submission",
                "verbose_name_plural": "submissions",
                "ordering": ["period_id", "commitment_id", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period", "commitment", "organization"),
                        name="one_submission_an_organization_and_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "expected"), ("submitted_at__isnull", False), _connector="OR"),
                        name="a_submission_sent_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "accepted"), _negated=True),
                            models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_accepted_submission_says_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("submitted", "accepted")), _negated=True),
                            ("is_nothing_done", False),
                            models.Q(("nothing_done_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="nothing_done_at_all_has_a_reason",
                        violation_error_message="Say why nothing was done.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "verdict",
                    models.CharField(choices=[("accepted", "accepted"), ("returned", "returned")], max_length=10),
                ),
                ("reason", models.TextField(blank=True, verbose_name="what should be completed")),
                ("new_due_on", models.DateField(blank=True, null=True, verbose_name="new due date")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="reports.submission"
                    ),
                ),
            ],
            options={
                "verbose_name": "review",
                "verbose_name_plural": "reviews",
                "ordering": ["round"],
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "round"), name="one_review_a_round"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "returned"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_return_has_a_reason",
                        violation_error_message="Say what should be completed.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MilestoneUpdateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "no answer"),
                            ("progress", "Progress made"),
                            ("done", "Now completed"),
                            ("nothing_done", "No progress"),
                            ("not_applicable", "Not applicable this quarter"),
                            ("not_available", "Figure not available"),
                        ],
                        default="",
                        max_length=15,
                        verbose_name="what happened",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completed", "Completed"),
                            ("substantial", "Substantial"),
                            ("limited", "Limited"),
                            ("not_started", "Not started"),
                            ("no_evidence", "No evidence available"),
                        ],
                        max_length=12,
                        verbose_name="level, as you see it",
                    ),
                ),
                ("progress", models.TextField(blank=True, verbose_name="what was done")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "applicable_when",
                    models.CharField(blank=True, max_length=300, verbose_name="when it will be applicable"),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="commitments.milestone",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reports.milestoneupdate",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reports.submission",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="milestoneupdate",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="updates", to="reports.submission"
            ),
        ),
        migrations.CreateModel(
            name="SubmissionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("expected", "expected"),
                            ("submitted", "waits for acceptance"),
                            ("returned", "returned"),
                            ("accepted", "accepted"),
                        ],
                        default="expected",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due on")),
                (
                    "is_nothing_done",
                    models.BooleanField(default=False, verbose_name="nothing was done on any milestone"),
                ),
                ("nothing_done_reason", models.TextField(blank=True, verbose_name="why nothing was done")),
                ("version", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField(blank=True, null=True)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="commitments.commitment",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reports.reportingperiod",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reports.submission",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="indicatorvalue",
            constraint=models.UniqueConstraint(
                fields=("update", "indicator"), name="one_value_an_indicator_and_update"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportline",
            constraint=models.UniqueConstraint(fields=("report", "milestone"), name="one_line_a_milestone"),
        ),
        migrations.AddConstraint(
            model_name="milestoneupdate",
            constraint=models.UniqueConstraint(
                fields=("submission", "milestone"), name="milestone_reported_once_a_submission"
            ),
        ),
    ]
