"""What the database itself holds: frozen plans, steps that are added to only, the index of the search."""

from django.db import migrations

from muster.curriculum.freezing import FreezePlans
from muster.curriculum.search_index import MakeSearchIndex
from muster.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0001_courses_and_plans"),
    ]

    operations = [
        AppendOnly("curriculum_step"),
        FreezePlans(),
        MakeSearchIndex(),
    ]
