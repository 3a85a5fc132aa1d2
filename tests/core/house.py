"""The small workplace with those who look after it, for the administration's tests."""

from django.urls import reverse

from core.models import Alarm
from tests.core.workplace import Workplace, person, role


class House(Workplace):
    """A workplace with administrator, HR, data protection officer, auditor, plan owner and service."""

    def __init__(self):
        super().__init__()
        self.admin = person("Mikkel Admin", self.top)
        self.second_admin = person("Mona Admin", self.top)
        self.hr = person("Ulla Hr", self.top)
        self.dpo = person("Tine Dpo", self.top)
        self.owner = person("Ole Planejer", self.top)
        self.service = person("Svend Service", self.team, site=self.site)
        for who, kind in (
            (self.admin, "admin"),
            (self.second_admin, "admin"),
            (self.hr, "hr"),
            (self.dpo, "data_protection"),
        ):
            role(who, kind)
        role(self.owner, "plan_owner", self.top)
        role(self.service, "service", site=self.site)
        self.alarm = Alarm.objects.create(site=self.site, kind="fixed", placement="skranken", receivers="serviceteamet")


def sign_in(client, who):
    """Sign somebody in and return the client."""
    client.force_login(who, backend="core.signin.PersonBackend")
    return client


def get(client, who, page, /, *args):
    """Open a page as somebody."""
    return sign_in(client, who).get(reverse(f"core:{page}", args=args))


def post(client, who, page, /, *args, **data):
    """Send a form as somebody."""
    return sign_in(client, who).post(reverse(f"core:{page}", args=args), data)


def text_of(response):
    """Return a page as text."""
    return response.content.decode()
