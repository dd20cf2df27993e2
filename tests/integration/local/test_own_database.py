"""Every parallel worker of a test run has a database and a broker of its own."""

from django.conf import settings
from django.db import connection

from local import testing


def test_the_settings_name_this_workers_database_and_broker(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        assert cursor.fetchone() == (testing.database_name(),)
    assert testing.testbed().redis_url(testing.worker_number()) == settings.REDIS_URL
