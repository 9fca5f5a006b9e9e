"""Who saw or changed what stays as it was written: the database itself refuses to change it, or to delete it before its three years are over.

On SQLite a migration that makes the table anew drops its triggers: such a migration calls `guard` after it.
"""

from django.db import migrations

CHANGED = "What was seen or changed stays as it was written."
KEPT = "What was seen or changed is kept for three years."
SQLITE = [
    f"""CREATE TRIGGER access_entry_is_never_changed BEFORE UPDATE ON home_accessentry
    BEGIN SELECT RAISE(ABORT, '{CHANGED}'); END""",
    f"""CREATE TRIGGER access_entry_is_kept BEFORE DELETE ON home_accessentry WHEN OLD.at > datetime('now', '-1094 days')
    BEGIN SELECT RAISE(ABORT, '{KEPT}'); END""",
]
POSTGRESQL = [
    f"""CREATE FUNCTION keep_access_entry() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN RAISE EXCEPTION '{CHANGED}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
        IF OLD.at > now() - interval '1094 days' THEN RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
        RETURN OLD;
    END $$""",
    "CREATE TRIGGER access_entry_is_kept BEFORE UPDATE OR DELETE ON home_accessentry FOR EACH ROW EXECUTE FUNCTION keep_access_entry()",
]
SQLITE_BACK = ["DROP TRIGGER access_entry_is_never_changed", "DROP TRIGGER access_entry_is_kept"]
POSTGRESQL_BACK = ["DROP TRIGGER access_entry_is_kept ON home_accessentry", "DROP FUNCTION keep_access_entry()"]


def guard(apps, schema_editor) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unguard(apps, schema_editor) -> None:
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0011_rights'),
    ]

    operations = [migrations.RunPython(guard, unguard)]
