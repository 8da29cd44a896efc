import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import modeltrans.fields
from django.conf import settings
from django.db import migrations, models

import commitments.models.groups
import commitments.models.plans
import commitments.models.texts


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_begin"),
        ("accounts", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                ("language", models.CharField(default="mk", max_length=10, verbose_name="language of the text")),
                ("name", models.CharField(blank=True, max_length=500, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("yes_no", "yes or no"),
                            ("count", "count"),
                            ("percentage", "percentage"),
                            ("amount", "amount"),
                            ("text", "text"),
                        ],
                        default="count",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=60, verbose_name="unit")),
                (
                    "baseline",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="baseline"
                    ),
                ),
                (
                    "target",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="target"),
                ),
                ("target_text", models.CharField(blank=True, max_length=300, verbose_name="target, in words")),
                ("target_on", models.DateField(blank=True, null=True, verbose_name="target date")),
                (
                    "direction",
                    models.CharField(
                        choices=[("up", "more is better"), ("down", "less is better")],
                        default="up",
                        max_length=4,
                        verbose_name="direction",
                    ),
                ),
                (
                    "accumulation",
                    models.CharField(
                        choices=[
                            ("per_period", "what happened in the period; adds up from period to period"),
                            ("cumulative", "the state at the end of the period"),
                        ],
                        default="per_period",
                        max_length=10,
                        verbose_name="what a value says",
                    ),
                ),
                (
                    "aggregation",
                    models.CharField(
                        choices=[("sum", "sum"), ("last", "latest"), ("maximum", "largest"), ("average", "average")],
                        default="sum",
                        max_length=8,
                        verbose_name="values of several organizations",
                    ),
                ),
                ("is_withdrawn", models.BooleanField(default=False, verbose_name="withdrawn")),
                ("is_example", models.BooleanField(default=False, verbose_name="example, not from the sources")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(
                        fields=("name", "unit", "target_text"), required_languages=(), virtual_fields=True
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
                "ordering": ["milestone_id", "position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["yes_no", "text"]), _negated=True),
                            ("accumulation", "cumulative"),
                            _connector="OR",
                        ),
                        name="only_numbers_add_up",
                        violation_error_message="Only numbers add up from period to period.",
                    )
                ],
            },
            bases=(commitments.models.texts.TextsMixin, models.Model),
        ),
        migrations.CreateModel(
            name="ActionPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("national", "national action plan"),
                            ("strategy", "strategy"),
                            ("project", "project"),
                            ("local", "local action plan"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "in preparation"), ("adopted", "adopted"), ("closed", "closed")],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="address")),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="number")),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="title")),
                ("short_title", models.CharField(blank=True, max_length=120, verbose_name="short title")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("programme", models.CharField(blank=True, max_length=300, verbose_name="funding programme")),
                ("territory", models.CharField(blank=True, max_length=200, verbose_name="territory")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        default=commitments.models.plans.default_languages,
                        size=None,
                        verbose_name="languages",
                    ),
                ),
                ("required_language", models.CharField(default="mk", max_length=10, verbose_name="required language")),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="adopted on")),
                ("reporting_from_on", models.DateField(blank=True, null=True, verbose_name="first reported day")),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("quarter", "every quarter"),
                            ("half_year", "every half-year"),
                            ("year", "every year"),
                        ],
                        default="quarter",
                        max_length=10,
                        verbose_name="reporting rhythm",
                    ),
                ),
                ("time_zone", models.CharField(default="Europe/Skopje", max_length=60, verbose_name="time zone")),
                ("holiday_country", models.CharField(default="MK", max_length=2, verbose_name="holidays of")),
                (
                    "non_working_day_rule",
                    models.CharField(
                        choices=[
                            ("keep", "keep the day"),
                            ("next", "move to the next working day"),
                            ("previous", "move to the previous working day"),
                        ],
                        default="keep",
                        max_length=10,
                        verbose_name="when a deadline is not a working day",
                    ),
                ),
                (
                    "data_due_day",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="data due on day",
                    ),
                ),
                (
                    "review_due_day",
                    models.PositiveSmallIntegerField(
                        default=12,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="review due on day",
                    ),
                ),
                (
                    "positions_due_day",
                    models.PositiveSmallIntegerField(
                        default=14,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="positions due on day",
                    ),
                ),
                (
                    "publication_due_day",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="published on day",
                    ),
                ),
                ("publication_hour", models.TimeField(default=datetime.time(12, 0), verbose_name="published at")),
                ("mail_hour", models.TimeField(default=datetime.time(8, 0), verbose_name="reminders are sent at")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(
                        fields=("title", "short_title", "description", "territory"),
                        required_languages=(),
                        virtual_fields=True,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="local_plans",
                        to="commitments.actionplan",
                        verbose_name="parent plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "action plan",
                "verbose_name_plural": "action plans",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="plan_ends_after_it_starts",
                        violation_error_message="The plan ends before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "local"), _negated=True),
                            models.Q(("parent__isnull", False), models.Q(("territory", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="local_plan_has_parent_and_territory",
                        violation_error_message="A local plan names its parent plan and its territory.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="plan_is_not_its_own_parent",
                        violation_error_message="A plan cannot be its own parent.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("languages__contains", [models.F("required_language")])),
                        name="required_language_is_one_of_the_languages",
                        violation_error_message="The required language is not among the languages of the plan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("publication_due_day__gte", models.F("data_due_day"))),
                        name="published_after_data_are_due",
                        violation_error_message="Publication comes before the data are due.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "draft"), ("adopted_on__isnull", False), _connector="OR"),
                        name="adopted_plan_has_its_date",
                        violation_error_message="Enter the day on which the plan was adopted.",
                    ),
                ],
            },
            bases=(commitments.models.texts.TextsMixin, models.Model),
        ),
        migrations.CreateModel(
            name="ActionPlanEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("national", "national action plan"),
                            ("strategy", "strategy"),
                            ("project", "project"),
                            ("local", "local action plan"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "in preparation"), ("adopted", "adopted"), ("closed", "closed")],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("slug", models.SlugField(db_index=False, max_length=60, verbose_name="address")),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="number")),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="title")),
                ("short_title", models.CharField(blank=True, max_length=120, verbose_name="short title")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("programme", models.CharField(blank=True, max_length=300, verbose_name="funding programme")),
                ("territory", models.CharField(blank=True, max_length=200, verbose_name="territory")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        default=commitments.models.plans.default_languages,
                        size=None,
                        verbose_name="languages",
                    ),
                ),
                ("required_language", models.CharField(default="mk", max_length=10, verbose_name="required language")),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="adopted on")),
                ("reporting_from_on", models.DateField(blank=True, null=True, verbose_name="first reported day")),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("quarter", "every quarter"),
                            ("half_year", "every half-year"),
                            ("year", "every year"),
                        ],
                        default="quarter",
                        max_length=10,
                        verbose_name="reporting rhythm",
                    ),
                ),
                ("time_zone", models.CharField(default="Europe/Skopje", max_length=60, verbose_name="time zone")),
                ("holiday_country", models.CharField(default="MK", max_length=2, verbose_name="holidays of")),
                (
                    "non_working_day_rule",
                    models.CharField(
                        choices=[
                            ("keep", "keep the day"),
                            ("next", "move to the next working day"),
                            ("previous", "move to the previous working day"),
                        ],
                        default="keep",
                        max_length=10,
                        verbose_name="when a deadline is not a working day",
                    ),
                ),
                (
                    "data_due_day",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="data due on day",
                    ),
                ),
                (
                    "review_due_day",
                    models.PositiveSmallIntegerField(
                        default=12,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="review due on day",
                    ),
                ),
                (
                    "positions_due_day",
                    models.PositiveSmallIntegerField(
                        default=14,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="positions due on day",
                    ),
                ),
                (
                    "publication_due_day",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="published on day",
                    ),
                ),
                ("publication_hour", models.TimeField(default=datetime.time(12, 0), verbose_name="published at")),
                ("mail_hour", models.TimeField(default=datetime.time(8, 0), verbose_name="reminders are sent at")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(
                        fields=("title", "short_title", "description", "territory"),
                        required_languages=(),
                        virtual_fields=True,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="commitments.actionplan",
                        verbose_name="parent plan",
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
                        to="commitments.actionplan",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number in its area")),
                (
                    "ogp_code",
                    models.CharField(blank=True, max_length=10, null=True, unique=True, verbose_name="OGP code"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("unaccepted", "not accepted"),
                            ("accepted", "accepted"),
                            ("withdrawn", "withdrawn"),
                            ("closed", "closed"),
                        ],
                        default="proposed",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("status_reason", models.TextField(blank=True, verbose_name="reason")),
                ("language", models.CharField(default="mk", max_length=10, verbose_name="language of the text")),
                ("title", models.CharField(blank=True, max_length=500, verbose_name="title")),
                ("problem", models.TextField(blank=True, verbose_name="problem")),
                ("aim", models.TextField(blank=True, verbose_name="aim")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                ("source_note", models.TextField(blank=True, verbose_name="where the facts are from")),
                ("updated_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last change")),
                ("search_text", models.TextField(default="", editable=False)),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(
                        fields=("title", "problem", "aim"), required_languages=(), virtual_fields=True
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led",
                        to="accounts.organization",
                        verbose_name="lead institution",
                    ),
                ),
                (
                    "partners",
                    models.ManyToManyField(
                        blank=True,
                        related_name="supported",
                        to="accounts.organization",
                        verbose_name="partners and civil-society organizations",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="commitments.actionplan",
                        verbose_name="action plan",
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="successors",
                        to="commitments.commitment",
                        verbose_name="continues",
                    ),
                ),
            ],
            options={
                "verbose_name": "commitment",
                "verbose_name_plural": "commitments",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="commitment_ends_after_it_starts",
                        violation_error_message="The commitment ends before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            models.Q(("status_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="withdrawn_commitment_has_a_reason",
                        violation_error_message="Say why the commitment is withdrawn.",
                    ),
                ],
            },
            bases=(commitments.models.texts.TextsMixin, models.Model),
        ),
        migrations.CreateModel(
            name="FormerNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, verbose_name="number")),
                ("changed_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_numbers",
                        to="commitments.commitment",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="FormerNumberEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(max_length=20, verbose_name="number")),
                ("changed_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
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
                        to="commitments.formernumber",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IndicatorResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("period_key", models.CharField(max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("value", "value"),
                            ("no_answer", "no answer"),
                            ("nothing_to_report", "nothing to report"),
                            ("not_applicable", "not applicable"),
                            ("not_available", "not available"),
                        ],
                        max_length=20,
                    ),
                ),
                ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("numerator", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("denominator", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("text", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                ("published_at", models.DateTimeField()),
                ("source", models.CharField(max_length=200, verbose_name="address of the report")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="results", to="commitments.indicator"
                    ),
                ),
            ],
            options={
                "ordering": ["ends_on"],
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "ends_on"), name="one_result_an_indicator_and_period"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="result_period_runs_forward"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "value"), ("value__isnull", True), _connector="OR"),
                        name="only_a_value_has_a_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorResultEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("period_key", models.CharField(max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("value", "value"),
                            ("no_answer", "no answer"),
                            ("nothing_to_report", "nothing to report"),
                            ("not_applicable", "not applicable"),
                            ("not_available", "not available"),
                        ],
                        max_length=20,
                    ),
                ),
                ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("numerator", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("denominator", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("text", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                ("published_at", models.DateTimeField()),
                ("source", models.CharField(max_length=200, verbose_name="address of the report")),
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
                        to="commitments.indicatorresult",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("function", models.CharField(blank=True, max_length=200, verbose_name="function")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("coordinator", "coordinator"),
                            ("deputy", "deputy coordinator"),
                            ("member", "member"),
                            ("observer", "observer"),
                        ],
                        default="member",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="accounts.organization",
                        verbose_name="organization",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="membership_ends_after_it_starts",
                        violation_error_message="The membership ends before it starts.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("language", models.CharField(default="mk", max_length=10, verbose_name="language of the text")),
                ("title", models.CharField(blank=True, max_length=500, verbose_name="title")),
                (
                    "due_precision",
                    models.CharField(
                        choices=[
                            ("day", "a day"),
                            ("quarter", "a quarter"),
                            ("season", "a season"),
                            ("words", "in words"),
                        ],
                        default="day",
                        max_length=8,
                        verbose_name="due",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due date")),
                ("due_words", models.CharField(blank=True, max_length=200, verbose_name="due, in words")),
                (
                    "completion",
                    models.CharField(
                        choices=[
                            ("completed", "Completed"),
                            ("substantial", "Substantial"),
                            ("limited", "Limited"),
                            ("not_started", "Not started"),
                            ("no_evidence", "No evidence available"),
                        ],
                        default="not_started",
                        editable=False,
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                ("is_withdrawn", models.BooleanField(default=False, verbose_name="withdrawn")),
                ("is_example", models.BooleanField(default=False, verbose_name="example, not from the sources")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(
                        fields=("title", "due_words"), required_languages=(), virtual_fields=True
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="commitments.commitment",
                        verbose_name="commitment",
                    ),
                ),
                (
                    "responsible",
                    models.ManyToManyField(
                        blank=True,
                        related_name="milestones",
                        to="accounts.organization",
                        verbose_name="responsible organizations",
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "ordering": ["commitment_id", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commitment", "number"),
                        name="milestone_numbered_once_in_a_commitment",
                        violation_error_message="The commitment has a milestone with this number already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_precision", "words"), ("due_on__isnull", False), ("due_words", ""), _connector="OR"
                        ),
                        name="exact_due_date_has_a_day",
                        violation_error_message="Enter the day, or choose “in words”.",
                    ),
                ],
            },
            bases=(commitments.models.texts.TextsMixin, models.Model),
        ),
        migrations.CreateModel(
            name="IndicatorEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                ("language", models.CharField(default="mk", max_length=10, verbose_name="language of the text")),
                ("name", models.CharField(blank=True, max_length=500, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("yes_no", "yes or no"),
                            ("count", "count"),
                            ("percentage", "percentage"),
                            ("amount", "amount"),
                            ("text", "text"),
                        ],
                        default="count",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=60, verbose_name="unit")),
                (
                    "baseline",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="baseline"
                    ),
                ),
                (
                    "target",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="target"),
                ),
                ("target_text", models.CharField(blank=True, max_length=300, verbose_name="target, in words")),
                ("target_on", models.DateField(blank=True, null=True, verbose_name="target date")),
                (
                    "direction",
                    models.CharField(
                        choices=[("up", "more is better"), ("down", "less is better")],
                        default="up",
                        max_length=4,
                        verbose_name="direction",
                    ),
                ),
                (
                    "accumulation",
                    models.CharField(
                        choices=[
                            ("per_period", "what happened in the period; adds up from period to period"),
                            ("cumulative", "the state at the end of the period"),
                        ],
                        default="per_period",
                        max_length=10,
                        verbose_name="what a value says",
                    ),
                ),
                (
                    "aggregation",
                    models.CharField(
                        choices=[("sum", "sum"), ("last", "latest"), ("maximum", "largest"), ("average", "average")],
                        default="sum",
                        max_length=8,
                        verbose_name="values of several organizations",
                    ),
                ),
                ("is_withdrawn", models.BooleanField(default=False, verbose_name="withdrawn")),
                ("is_example", models.BooleanField(default=False, verbose_name="example, not from the sources")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(
                        fields=("name", "unit", "target_text"), required_languages=(), virtual_fields=True
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
                        to="commitments.indicator",
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="commitments.milestone",
                        verbose_name="milestone",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="indicator",
            name="milestone",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="indicators",
                to="commitments.milestone",
                verbose_name="milestone",
            ),
        ),
        migrations.CreateModel(
            name="MilestoneCompletion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="at the end of")),
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
                ("published_at", models.DateTimeField()),
                ("source", models.CharField(max_length=200, verbose_name="address of the report")),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="completions",
                        to="commitments.milestone",
                    ),
                ),
            ],
            options={
                "ordering": ["on"],
                "constraints": [
                    models.UniqueConstraint(fields=("milestone", "on"), name="one_level_a_milestone_and_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="MilestoneCompletionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("on", models.DateField(verbose_name="at the end of")),
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
                ("published_at", models.DateTimeField()),
                ("source", models.CharField(max_length=200, verbose_name="address of the report")),
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
                        to="commitments.milestonecompletion",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MilestoneEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("language", models.CharField(default="mk", max_length=10, verbose_name="language of the text")),
                ("title", models.CharField(blank=True, max_length=500, verbose_name="title")),
                (
                    "due_precision",
                    models.CharField(
                        choices=[
                            ("day", "a day"),
                            ("quarter", "a quarter"),
                            ("season", "a season"),
                            ("words", "in words"),
                        ],
                        default="day",
                        max_length=8,
                        verbose_name="due",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due date")),
                ("due_words", models.CharField(blank=True, max_length=200, verbose_name="due, in words")),
                (
                    "completion",
                    models.CharField(
                        choices=[
                            ("completed", "Completed"),
                            ("substantial", "Substantial"),
                            ("limited", "Limited"),
                            ("not_started", "Not started"),
                            ("no_evidence", "No evidence available"),
                        ],
                        default="not_started",
                        editable=False,
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                ("is_withdrawn", models.BooleanField(default=False, verbose_name="withdrawn")),
                ("is_example", models.BooleanField(default=False, verbose_name="example, not from the sources")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(
                        fields=("title", "due_words"), required_languages=(), virtual_fields=True
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
                        verbose_name="commitment",
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
                        to="commitments.milestone",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PriorityArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="title")),
                ("language", models.CharField(default="mk", max_length=10, verbose_name="language of the text")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(fields=("title",), required_languages=(), virtual_fields=True),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="commitments.actionplan",
                        verbose_name="action plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "priority area",
                "verbose_name_plural": "priority areas",
                "ordering": ["plan_id", models.OrderBy(models.F("number"), nulls_last=True), "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "number"),
                        name="area_numbered_once_in_a_plan",
                        violation_error_message="The plan has an area with this number already.",
                    )
                ],
            },
            bases=(commitments.models.texts.TextsMixin, models.Model),
        ),
        migrations.AddField(
            model_name="commitment",
            name="area",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="commitments.priorityarea",
                verbose_name="priority area",
            ),
        ),
        migrations.CreateModel(
            name="PriorityAreaEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="title")),
                ("language", models.CharField(default="mk", max_length=10, verbose_name="language of the text")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(fields=("title",), required_languages=(), virtual_fields=True),
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
                        to="commitments.priorityarea",
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
            name="WorkingGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, verbose_name="address")),
                ("name", models.CharField(blank=True, max_length=300, verbose_name="name")),
                ("language", models.CharField(default="mk", max_length=10, verbose_name="language of the text")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(fields=("name",), required_languages=(), virtual_fields=True),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="commitments.actionplan",
                        verbose_name="action plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "working group",
                "verbose_name_plural": "working groups",
                "ordering": ["plan_id", "slug"],
                "constraints": [models.UniqueConstraint(fields=("plan", "slug"), name="group_address_once_in_a_plan")],
            },
            bases=(commitments.models.texts.TextsMixin, models.Model),
        ),
        migrations.CreateModel(
            name="MembershipEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("function", models.CharField(blank=True, max_length=200, verbose_name="function")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("coordinator", "coordinator"),
                            ("deputy", "deputy coordinator"),
                            ("member", "member"),
                            ("observer", "observer"),
                        ],
                        default="member",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.organization",
                        verbose_name="organization",
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
                        to="commitments.membership",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="commitments.workinggroup",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="commitments.workinggroup"
            ),
        ),
        migrations.CreateModel(
            name="CommitmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("slug", models.SlugField(db_index=False, max_length=80, verbose_name="address")),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number in its area")),
                ("ogp_code", models.CharField(blank=True, max_length=10, null=True, verbose_name="OGP code")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("unaccepted", "not accepted"),
                            ("accepted", "accepted"),
                            ("withdrawn", "withdrawn"),
                            ("closed", "closed"),
                        ],
                        default="proposed",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("status_reason", models.TextField(blank=True, verbose_name="reason")),
                ("language", models.CharField(default="mk", max_length=10, verbose_name="language of the text")),
                ("title", models.CharField(blank=True, max_length=500, verbose_name="title")),
                ("problem", models.TextField(blank=True, verbose_name="problem")),
                ("aim", models.TextField(blank=True, verbose_name="aim")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                ("source_note", models.TextField(blank=True, verbose_name="where the facts are from")),
                ("updated_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last change")),
                ("search_text", models.TextField(default="", editable=False)),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(
                        fields=("title", "problem", "aim"), required_languages=(), virtual_fields=True
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.organization",
                        verbose_name="lead institution",
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
                        to="commitments.commitment",
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
                (
                    "predecessor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="commitments.commitment",
                        verbose_name="continues",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="commitments.priorityarea",
                        verbose_name="priority area",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="commitments.workinggroup",
                        verbose_name="working group",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="commitment",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="commitments.workinggroup",
                verbose_name="working group",
            ),
        ),
        migrations.CreateModel(
            name="WorkingGroupEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("slug", models.SlugField(db_index=False, max_length=60, verbose_name="address")),
                ("name", models.CharField(blank=True, max_length=300, verbose_name="name")),
                ("language", models.CharField(default="mk", max_length=10, verbose_name="language of the text")),
                (
                    "i18n",
                    modeltrans.fields.TranslationField(fields=("name",), required_languages=(), virtual_fields=True),
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
                        to="commitments.workinggroup",
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
        migrations.AddConstraint(
            model_name="membership",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("group", "="),
                    ("user", "="),
                    (
                        commitments.models.groups.DateRange(
                            "starts_on", "ends_on", django.contrib.postgres.fields.ranges.RangeBoundary(True, True)
                        ),
                        "&&",
                    ),
                ],
                name="one_seat_a_person_at_a_time",
                violation_error_message="This person sits in the group on these days already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("role", "coordinator")),
                expressions=[
                    ("group", "="),
                    (
                        commitments.models.groups.DateRange(
                            "starts_on", "ends_on", django.contrib.postgres.fields.ranges.RangeBoundary(True, True)
                        ),
                        "&&",
                    ),
                ],
                name="one_coordinator_at_a_time",
                violation_error_message="The group has another coordinator on these days.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["accepted", "closed", "withdrawn"])),
                fields=("area", "number"),
                name="commitment_numbered_once_in_an_area",
                violation_error_message="The area has a commitment with this number already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__isnull", True), ("area__isnull", False), _connector="OR"),
                name="numbered_commitment_has_an_area",
                violation_error_message="Choose the priority area, or leave the number empty.",
            ),
        ),
    ]
