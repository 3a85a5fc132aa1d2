"""Ask a rule why: reads one JSON object a line, answers one a line."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from core.explain import TOPICS, answer


class Command(BaseCommand):
    """Answer questions about rules: `echo '{…}' | manage.py explain category`."""

    help = "Answer one JSON object a line on standard input with one a line, for a topic."

    def add_arguments(self, parser):
        """Take the topic."""
        parser.add_argument("topic", help=", ".join(sorted(TOPICS)))

    def handle(self, *args, topic, **options):
        """Answer each line as it comes, so that the command can sit in a pipe."""
        if topic not in TOPICS:
            raise CommandError(f"Unknown topic {topic}. Known: {', '.join(sorted(TOPICS))}.")
        for line in sys.stdin:
            if line.strip():
                for found in answer(topic, line):
                    self.stdout.write(json.dumps(found, ensure_ascii=False, cls=DjangoJSONEncoder))
                    self.stdout.flush()
