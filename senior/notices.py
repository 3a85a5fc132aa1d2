"""What senior writes to people: kind of matter, when, a link. Never an age, a wish or an answer (GEN-08)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import notices, outbox
from core.outbox import MailSpec

notices.register_line("senior.", _("Samtaler: en opgave"))
notices.register_line("senior.offer", _("Seniorsamtale: et tilbud skal sendes"))
notices.register_line("senior.answer", _("Et tilbud fra din leder"))
notices.register_line("senior.talk", _("En samtale: skal aftales eller skrives ned"))
notices.register_line("senior.scheme", _("Seniorordning: fortæl om mulighederne"))
notices.register_line("senior.sign", _("En aftale: venter på underskrift"))
notices.register_line("senior.union_confirm", _("En aftale: venter på TR eller kredsen"))
notices.register_line("senior.evaluation", _("En aftale: skal evalueres"))
notices.register_line("senior.agreement_end", _("En aftale: slutter snart"))
notices.register_line("senior.choice", _("Et valg for næste år"))
notices.register_line("senior.handover", _("Erfaring: skal gives videre"))
notices.register_line("senior.one_to_ones", _("1 til 1-samtaler: nogle mangler"))
notices.register_line("senior.mus_round", _("MUS: nogle mangler"))
notices.register_line("senior.first_mus", _("MUS: den første for en ny medarbejder"))
notices.register_line("senior.round", _("Seniorsamtaler: årets runde er begyndt"))
notices.register_line("senior.choices", _("Valg for næste år: skal registreres"))
notices.register_line("senior.plan_follow_up", _("En udviklingsplan: skal følges op"))
notices.register_line("senior.scheme_evaluation", _("Seniorordningen: skal evalueres"))
notices.register_line("senior.redistribution", _("Et ønske fra en kollega"))

PAGES = {
    "senioroffer": "senior:offer",
    "seniortalk": "senior:talk",
    "senioragreement": "senior:agreement",
    "yearlychoice": "senior:choice",
    "handover": "senior:handover",
    "handovertopic": "senior:topic",
    "conversation": "senior:conversation",
    "developmentplan": "senior:plan",
    "redistribution": "senior:redistribution",
    "seniorscheme": "senior:scheme",
}


def link(row):
    """Return the path of a row's page."""
    return reverse(PAGES[row._meta.model_name], args=[row.pk])


def tell(receiver, notice, row, *, by, key, **words):
    """Write one mail about a row in the caller's transaction; nobody is told of what they did themselves."""
    if receiver is None or (by is not None and receiver.pk == by.pk):
        return
    outbox.enqueue(
        receiver,
        notice,
        subject=row,
        link=link(row),
        dedupe_key=f"{notice}:{row._meta.model_name}:{row.pk}:{receiver.pk}:{key}",
        context=words,
        by=by,
    )


def tell_all(receivers, notice, row, *, by, key):
    """Write the same mail to several."""
    outbox.enqueue_many(
        [
            MailSpec(person, notice, row, link(row), f"{notice}:{row._meta.model_name}:{row.pk}:{person.pk}:{key}")
            for person in {person.pk: person for person in receivers if person}.values()
            if by is None or person.pk != by.pk
        ]
    )
