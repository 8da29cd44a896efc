import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=200)),
                ("major", models.PositiveSmallIntegerField(default=1)),
                ("minor", models.PositiveSmallIntegerField(default=0)),
                ("kind", models.CharField(max_length=30)),
                ("title", models.CharField(max_length=500)),
                ("published_at", models.DateTimeField(db_index=True)),
                ("published_by", models.CharField(max_length=300, verbose_name="published by")),
                ("payload", models.TextField()),
                ("checksum", models.CharField(max_length=64)),
                ("change_note", models.TextField(blank=True, verbose_name="what was changed, and why")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("address", "major", "minor"), name="one_edition_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("major", 1), ("minor", 0)),
                            models.Q(("change_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_later_edition_says_what_changed",
                        violation_error_message="Say what was changed, and why.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10)),
                ("html", models.TextField()),
                ("checksum", models.CharField(max_length=64)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pages", to="editions.edition"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("edition", "language"), name="one_page_a_language")],
            },
        ),
    ]
