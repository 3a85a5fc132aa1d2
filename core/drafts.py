"""Nothing typed is ever lost: forms save themselves on the server, also when the session has ended (docs/drafts.md).

A form carries a signed token that names its person and key. The token gives no right to read: it lets text that is
typed after the session ended be kept for that person, who finds it after signing in again.
"""

from urllib.parse import urlsplit

from django.core import signing
from django.core.signing import TimestampSigner
from django.db import transaction

from core import calendar
from core.models import Draft

TOKEN_AGE = 12 * 3600
LEFT_OUT = {"csrfmiddlewaretoken", "draft_token", "draft_key"}
MAX_FIELDS, MAX_LENGTH = 200, 200_000


def token(person, key):
    """Return the signed text that stands in the form's hidden field."""
    return TimestampSigner(salt="draft").sign(signing.dumps([person.pk, key]))


def read_token(text):
    """Return (person id, key), or None for a forged or old token."""
    try:
        person_id, key = signing.loads(TimestampSigner(salt="draft").unsign(text, max_age=TOKEN_AGE))
    except (signing.BadSignature, ValueError):
        return None
    return person_id, key


def typed(data):
    """Return what was typed as {name: text or list of texts}, without tokens, within limits."""
    found = {}
    for name in list(data)[:MAX_FIELDS]:
        if name in LEFT_OUT:
            continue
        values = [value[:MAX_LENGTH].replace("\x00", "") for value in data.getlist(name)]
        found[name] = values[0] if len(values) == 1 else values
    return found


@transaction.atomic
def save(person_id, key, data):
    """Keep the latest state of a form."""
    Draft.objects.update_or_create(
        person_id=person_id, key=key[:160], defaults={"data": data, "saved_at": calendar.now()}
    )


def load(person, key):
    """Return what was typed, or an empty dict."""
    row = Draft.objects.filter(person=person, key=key[:160]).first()
    return row.data if row else {}


def drop(person, key):
    """Forget a form's draft."""
    Draft.objects.filter(person=person, key=key[:160]).delete()


def initial(request, key):
    """Return a draft as a form's initial values; on POST nothing, since the form is bound then."""
    return load(request.user, key) if request.method == "GET" else {}


def used(request, key):
    """Say that the form has been sent."""
    drop(request.user, key)


def rescue(request):
    """Keep what a POST carried if it has a valid token; return whether it was kept."""
    found = read_token(request.POST.get("draft_token", ""))
    if not found:
        return False
    person_id, key = found
    save(person_id, key, typed(request.POST))
    return True


def return_path(request):
    """Return where to go after signing in: the page the form stood on, within this house."""
    found = read_token(request.POST.get("draft_token", "")) if request.method == "POST" else None
    if found and found[1].startswith("/"):
        return found[1]
    referrer = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    return referrer.path if referrer.path and referrer.netloc in ("", request.get_host()) else request.path
