import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_begin"),
        ("accounts", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("job", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("last_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LadderVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ladder", models.CharField(max_length=80)),
                ("number", models.PositiveIntegerField()),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("is_in_working_days", models.BooleanField(default=False, verbose_name="count working days")),
                ("saved_at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="what was changed")),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version of reminder steps",
                "verbose_name_plural": "versions of reminder steps",
                "ordering": ["ladder", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("ladder", "number"), name="one_version_a_number_of_a_ladder")
                ],
            },
        ),
        migrations.CreateModel(
            name="LadderVersionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("ladder", models.CharField(max_length=80)),
                ("number", models.PositiveIntegerField()),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("is_in_working_days", models.BooleanField(default=False, verbose_name="count working days")),
                ("saved_at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="what was changed")),
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
                        to="notifications.ladderversion",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
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
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254)),
                ("template", models.CharField(max_length=60)),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "somebody waits for it"), (5, "what is due")], default=5
                    ),
                ),
                (
                    "reply_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.EmailField(max_length=254), blank=True, default=list, size=None
                    ),
                ),
                ("language", models.CharField(max_length=10)),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
                (
                    "optional_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("message_id", models.CharField(max_length=120, unique=True)),
                ("written_at", models.DateTimeField(db_index=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "waiting"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("parked", "given up"),
                            ("void", "no longer needed"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.TextField(blank=True)),
                ("is_maybe_double", models.BooleanField(default=False)),
                (
                    "head_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails_to_head",
                        to="accounts.organization",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["queued", "sending"])),
                        fields=["priority", "next_try_at"],
                        name="mail_that_waits",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="sent_mail_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recipient__isnull", True), ("head_of__isnull", True), _connector="XOR"),
                        name="a_mail_goes_to_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "sent"), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="what_was_sent_has_a_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "who",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            models.F("recipient"),
                            django.db.models.expressions.CombinedExpression(models.Value(0), "-", models.F("head_of")),
                        ),
                        output_field=models.BigIntegerField(),
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("owner", "who owes it"),
                            ("substitute", "the substitute"),
                            ("head", "the head of the organization"),
                            ("coordinator", "the coordinator"),
                            ("national", "the national coordinator"),
                        ],
                        default="owner",
                        max_length=12,
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("thing", models.CharField(max_length=80)),
                ("step", models.CharField(max_length=40)),
                ("is_covered", models.BooleanField(default=False)),
                ("queued_at", models.DateTimeField()),
                (
                    "head_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notifications",
                        to="notifications.mail",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "thing"], name="notifications_of_a_thing")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("who", "kind", "thing", "step"), name="notified_once_of_a_thing_and_step"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recipient__isnull", True), ("head_of__isnull", True), _connector="XOR"),
                        name="a_notification_is_somebodys",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="kind of due")),
                (
                    "day",
                    models.SmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="days from the due day",
                    ),
                ),
                (
                    "repeat_days",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(90)],
                        verbose_name="then every so many days",
                    ),
                ),
                (
                    "repeats",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(52)],
                        verbose_name="at most so many times",
                    ),
                ),
                (
                    "audiences",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("owner", "who owes it"),
                                ("substitute", "the substitute"),
                                ("head", "the head of the organization"),
                                ("coordinator", "the coordinator"),
                                ("national", "the national coordinator"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                        verbose_name="who is written to",
                    ),
                ),
                ("texts", models.JSONField(blank=True, default=dict, verbose_name="own sentence in the mail")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="notifications.ladderversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder step",
                "verbose_name_plural": "reminder steps",
                "ordering": ["version_id", "kind", models.OrderBy(models.F("day"), nulls_first=True)],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "kind", "day"),
                        name="one_step_a_day",
                        nulls_distinct=False,
                        violation_error_message="There is a step for this day already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("repeats", 0), models.Q(("day__isnull", False), ("repeat_days__gt", 0)), _connector="OR"
                        ),
                        name="a_repeated_step_has_a_day_and_a_pause",
                        violation_error_message="A step that is repeated needs a day and a pause in days.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audiences", []), _negated=True),
                        name="a_step_reaches_somebody",
                        violation_error_message="Choose who is written to.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderStepEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=40, verbose_name="kind of due")),
                (
                    "day",
                    models.SmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="days from the due day",
                    ),
                ),
                (
                    "repeat_days",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(90)],
                        verbose_name="then every so many days",
                    ),
                ),
                (
                    "repeats",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(52)],
                        verbose_name="at most so many times",
                    ),
                ),
                (
                    "audiences",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("owner", "who owes it"),
                                ("substitute", "the substitute"),
                                ("head", "the head of the organization"),
                                ("coordinator", "the coordinator"),
                                ("national", "the national coordinator"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                        verbose_name="who is written to",
                    ),
                ),
                ("texts", models.JSONField(blank=True, default=dict, verbose_name="own sentence in the mail")),
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
                        to="notifications.reminderstep",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="notifications.ladderversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Unsubscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("since_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unsubscriptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "kind"), name="unsubscribed_once_of_a_kind")],
            },
        ),
    ]
