from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    """Django's own command makes the table of the database cache; it does nothing when it is there."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS portal_cache")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(create, drop)]
