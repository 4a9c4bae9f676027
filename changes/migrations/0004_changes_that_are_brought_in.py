import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("changes", "0003_audience"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangeImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("file_name", models.CharField(max_length=200)),
                ("content", models.BinaryField(help_text="The file as it was sent; empty once it is through.")),
                (
                    "header",
                    models.JSONField(blank=True, default=list, help_text="The names of its columns, as it has them."),
                ),
                (
                    "mapping",
                    models.CharField(
                        blank=True, help_text="The ready mapping its words and dates are of.", max_length=40
                    ),
                ),
                (
                    "columns",
                    models.JSONField(blank=True, default=dict, help_text="Our field: the column of the file."),
                ),
                (
                    "choices",
                    models.JSONField(blank=True, default=dict, help_text="What was chosen beside the columns."),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("begun", "Nothing is brought in yet"),
                            ("running", "Being brought in"),
                            ("done", "Brought in"),
                            ("stopped", "Stopped"),
                        ],
                        default="begun",
                        max_length=8,
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("added", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("same", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, help_text="Why it was stopped.", max_length=300)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_imports",
                        to="servicedesk.school",
                    ),
                ),
            ],
            options={"ordering": ["-pk"], "abstract": False},
        ),
        migrations.CreateModel(
            name="RefusedChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=300)),
                ("cells", models.JSONField(default=list)),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refused_rows",
                        to="changes.changeimport",
                    ),
                ),
            ],
            options={"ordering": ["pk"], "abstract": False},
        ),
        migrations.AddIndex(
            model_name="changeimport",
            index=models.Index(condition=models.Q(("state", "running")), fields=["id"], name="change_import_running"),
        ),
        migrations.AddConstraint(
            model_name="changeimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["begun", "running", "done", "stopped"])),
                name="change_import_state_is_known",
            ),
        ),
    ]
