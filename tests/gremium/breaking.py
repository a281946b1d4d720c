"""What no act of the product does: rows that break the rules, past every check."""

import datetime as dt
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from gremium.integrity import breaches


def found() -> dict:
    """Return what is broken: rule → rows."""
    return {one.rule: one.rows for one in breaches()}


def key(row) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def change(row, **values):
    """Write `values` into the row, sealed or not."""
    QuerySet(row._meta.model).filter(pk=row.pk).update(**values)


def remove(row):
    """Delete the row and nothing that hangs on it."""
    QuerySet(row._meta.model).filter(pk=row.pk)._raw_delete("default")


def broken(row, **values):
    """Return what is found once `values` stand in the row, and nothing before."""
    assert found() == {}
    change(row, **values)
    return found()


def ago(**parts):
    return timezone.now() - dt.timedelta(**parts)


def execute(*statements):
    with connection.cursor() as cursor:
        for one in statements:
            cursor.execute(one)


@contextmanager
def undone():
    """Take back what happens inside, before the database looks at references."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def without_conditions(table):
    """Run without what the table's rows have to fulfil; the test's end brings it back."""
    if connection.vendor == "sqlite":
        execute("PRAGMA ignore_check_constraints = ON")
        try:
            yield
        finally:
            execute("PRAGMA ignore_check_constraints = OFF")
        return
    drop(table, "check")
    yield


def double(row):
    """Put a second row like `row` into its table, which forgets that there may be one only."""
    table = row._meta.db_table
    columns = [one.column for one in row._meta.concrete_fields if not one.primary_key]
    names = ", ".join(f'"{one}"' for one in columns)
    again = f'SELECT id + 1000, {names} FROM "{table}" WHERE id = {row.pk}'  # noqa: S608 - ours.
    if connection.vendor == "postgresql":
        drop(table, "unique")
        execute(f'INSERT INTO "{table}" (id, {names}) {again}')
        return
    # A copy of a table has its rows and none of its rules.
    execute(
        f'CREATE TABLE "copy" AS SELECT * FROM "{table}"',  # noqa: S608 - our own table.
        f'INSERT INTO "copy" (id, {names}) {again}',
        f'DROP TABLE "{table}"',
        f'ALTER TABLE "copy" RENAME TO "{table}"',
    )


def drop_index(name):
    settle()
    execute(f'DROP INDEX "{name}"')


def settle():
    """PostgreSQL changes no table while references wait to be looked at."""
    if connection.vendor == "postgresql":
        execute("SET CONSTRAINTS ALL IMMEDIATE")


def drop(table, kind):
    settle()
    with connection.cursor() as cursor:
        known = connection.introspection.get_constraints(cursor, table)
    for name, one in known.items():
        if one[kind] and not one["primary_key"]:
            execute(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{name}" CASCADE')
            execute(f'DROP INDEX IF EXISTS "{name}"')
