from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("console", "0010_ladder"),
    ]

    operations = [
        migrations.CreateModel(
            name="Heard",
            fields=[
                ("key", models.CharField(max_length=87, primary_key=True, serialize=False)),
                ("at_ms", models.BigIntegerField(db_index=True)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
    ]
