from django.db import migrations


class Migration(migrations.Migration):
    """Keep a link's code, whose signature is made when it is sent. Links sent before this one must be asked for again."""

    dependencies = [("onboarding", "0003_papers_belong_to_courses")]

    operations = [migrations.RenameField(model_name="wayin", old_name="token_hash", new_name="code")]
