"""Every row of every table, to compare before and after."""

from django.db import connection

# Signing in writes here, not the form; and what no page of ours changes.
BESIDES = {"django_session", "django_migrations", "django_content_type", "auth_permission"}


def rows_of_all():
    """Return table → its rows; every table has a key, so that none stands twice."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - BESIDES
        return {table: rows_of(cursor, table) for table in tables}


def rows_of(cursor, table):
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
    return set(cursor.fetchall())


def differences(before, after):
    """Return (table, rows before, rows after) of what is different, for a person to read."""
    return [
        (table, before[table] - after[table], after[table] - before[table])
        for table in sorted(before)
        if before[table] != after[table]
    ]
