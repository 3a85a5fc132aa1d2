"""Nothing typed is ever lost: forms save themselves on the server, also when the session has ended (docs/drafts.md).

A form carries a signed token that names its person and key. The token gives no right to read: it lets text that is
typed after the session ended be kept for that person, who finds it after signing in again.
"""

import logging
from urllib.parse import urlsplit

from django.core import signing
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.signing import TimestampSigner
from django.db import DatabaseError, transaction
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from core import calendar
from core.models import Draft, Person

logger = logging.getLogger(__name__)

TOKEN_AGE = 12 * 3600  # longer than any session (SESSION_HOURS)
LONGEST_KEY = 160
LEFT_OUT = {"csrfmiddlewaretoken", "draft_token", "draft_key"}
SECRET_WORDS = ("password", "adgangskode", "credential")  # never kept, whatever form they stand in
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
        if name in LEFT_OUT or any(word in name.lower() for word in SECRET_WORDS):
            continue
        values = [value[:MAX_LENGTH].replace("\x00", "") for value in data.getlist(name)]
        found[name] = values[0] if len(values) == 1 else values
    return found


@transaction.atomic
def save(person_id, key, data):
    """Keep the latest state of a form; two savings of the same form never meet in an error."""
    Draft.objects.update_or_create(
        person_id=person_id, key=key[:LONGEST_KEY], defaults={"data": data, "saved_at": calendar.now()}
    )


def load(person, key):
    """Return what was typed, or an empty dict."""
    row = Draft.objects.filter(person=person, key=key[:LONGEST_KEY]).first()
    return row.data if row else {}


def load_many(person, keys):
    """Return {key: what was typed} of those of a page's forms that have a draft, in one query."""
    found = Draft.objects.filter(person=person, key__in=[key[:LONGEST_KEY] for key in keys])
    return dict(found.values_list("key", "data"))


def drop(person, key):
    """Forget a form's draft."""
    Draft.objects.filter(person=person, key=key[:LONGEST_KEY]).delete()


def initial(request, key):
    """Return a draft as a form's initial values; on POST nothing, since the form is bound then."""
    return load(request.user, key) if request.method == "GET" else {}


def used(request, key):
    """Say that the form has been sent."""
    drop(request.user, key)


def rescue(request):
    """Keep what a POST carried if it has a valid token of somebody who works here; return whether it was kept.

    Never raises: whoever calls has something worse to tell.
    """
    try:
        found = read_token(request.POST.get("draft_token", ""))
        if not found:
            return False
        person = Person.objects.filter(pk=found[0]).first()
        if person is None or not person.may_sign_in:
            return False
        save(person.pk, found[1], typed(request.POST))
    except (DatabaseError, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, MultiPartParserError) as trouble:
        logger.warning("What was typed could not be kept (%s).", type(trouble).__name__)
        return False
    return True


def is_own_path(path):
    """Tell whether a path stays in this house whatever a browser makes of it: no host, backslash or control sign."""
    return (
        path.startswith("/") and path.isprintable() and "\\" not in path and url_has_allowed_host_and_scheme(path, None)
    )


def return_path(request):
    """Return where to go after signing in: the page the form stood on, within this house."""
    if request.method in ("GET", "HEAD") and not request.headers.get("HX-Request"):
        path = request.get_full_path()
        return path if is_own_path(path) else resolve_url("core:desk")
    found = read_token(request.POST.get("draft_token", ""))
    if found and is_own_path(found[1]):
        return found[1]
    before = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    return before.path if before.netloc == request.get_host() and is_own_path(before.path) else resolve_url("core:desk")
