"""Which letter suits the incident, and why: the first one is chosen beforehand (INC-80–83, INC-87).

A letter about a measure is suggested once the measure is there; the others by what happened and by category.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.choices import ELECTRONIC, Channel
from incidents.letters.building import matching_sanction

ABOUT_A_MEASURE = {
    "access_ban": gettext_lazy("Adgangsforbuddet er besluttet. Borgeren skal have afgørelsen."),
    "ban_hearing": gettext_lazy("Et adgangsforbud er foreslået. Borgeren skal høres, før det bliver besluttet."),
    "written_warning": gettext_lazy("En skriftlig advarsel er besluttet."),
    "end_of_restriction": gettext_lazy("En begrænsning er slut eller lakker mod enden."),
}


def suggestions(types, incident, sanctions):
    """Return {type code: why} of the letters that suit, the best first. `sanctions`: those of the incident."""
    types = {kind.code: kind for kind in types}
    about = {
        code: str(why)
        for code, why in ABOUT_A_MEASURE.items()
        if code in types and matching_sanction(types[code], sanctions)
    }
    by_category = {
        code: _("Hændelsen er i kategori %(category)s.") % {"category": incident.working_category}
        for code, kind in types.items()
        if code not in ABOUT_A_MEASURE and incident.working_category in kind.use_for
    }
    happened = {code: why for code, why in _by_what_happened(incident) if code in by_category}
    return about | happened | {code: why for code, why in by_category.items() if code not in happened}


def _by_what_happened(incident):
    """Give (type code, why) from the kinds and the channel of the incident."""
    if "threat" in incident.kinds:
        yield "threats", _("Der er en trussel.")
    if incident.channel in {*ELECTRONIC, Channel.LETTER} or "digital" in incident.kinds:
        yield "offensive_communication", _("Det skete på skrift.")
    if "loud" in incident.kinds:
        yield "unacceptable", _("Der er råb, skældsord eller en anden krænkelse.")
    if "threat" in incident.kinds:
        yield "insecurity", _("Var det en antydning og ikke en klar trussel, passer dette brev bedre.")
