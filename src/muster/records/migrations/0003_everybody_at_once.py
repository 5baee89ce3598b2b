from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0002_second_person_for_imports")]

    operations = [
        migrations.AddField(
            model_name="attendance",
            name="step",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="result",
            name="step",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
    ]
