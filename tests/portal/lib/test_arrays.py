from datetime import date

import pytest
from django.db import connection

from ovp_portal.lib.arrays import array


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["а", "", "NULL", 'he said "no"', "back\\slash", "{,}", " spaced ", "two\nlines", "it's", "100 %s"], "text"),
        ([1, -2, 2**40], "bigint"),
        ([True, False], "boolean"),
        ([], "text"),
        ([1, None, 3], "int"),
        ([date(2022, 10, 10), None], "date"),
    ],
)
def test_the_database_reads_the_same_list(values, kind):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT %s::{kind}[]", [array(values)])
        assert cursor.fetchone() == (values,)
