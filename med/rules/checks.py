"""What a check of the cooperation shows: averages, once enough have answered; never who said what (MED-46)."""

from dataclasses import dataclass
from random import SystemRandom

from django.utils.translation import gettext_lazy as _

VALUES, MEETINGS = "values", "meetings"
OF_VALUES = {
    "respect": _("Respekt og legitimitet: Vi tager hinandens roller alvorligt."),
    "trust": _("Tillid: Vi siger tingene til hinanden i god tid."),
    "openness": _("Ansvar, ejerskab, åbenhed og inddragelse: Alle er med, før det er besluttet."),
    "nearness": _("Nærhed: Det, vi taler om, kan mærkes, hvor arbejdet bliver gjort."),
}
OF_MEETINGS = {  # MED-54; the fourth is answered in words
    "purpose": _("Formålet med mødet var klart for mig."),
    "important": _("Jeg ved, hvorfor vores møder er vigtige."),
    "energy": _("Jeg gik fra mødet med energi."),
}
QUESTIONS = {VALUES: OF_VALUES, MEETINGS: OF_MEETINGS}
IN_WORDS = {
    VALUES: _("Hvad kan vi gøre bedre?"),
    MEETINGS: _("Hvad ville gøre møderne mere meningsfulde og effektive?"),
}
LEAST = 3  # of a small committee: fewer answers are not shown


@dataclass(frozen=True)
class Result:
    """What came of a check: how many answered, the average of each value or None, the texts in no order."""

    answered: int
    averages: list
    texts: list


def result(check, today):
    """Return the Result; nothing but the count while it is open or fewer than three have answered.

    An average that moves with each answer would tell what the last one said.
    """
    answers = list(check.answers.all())
    if check.closes_on >= today or len(answers) < LEAST:
        return Result(len(answers), [], [])
    averages = [
        (label, round(sum(one.scores.get(name, 0) for one in answers) / len(answers), 1))
        for name, label in QUESTIONS[check.kind].items()
    ]
    texts = [one.text for one in answers if one.text]
    SystemRandom().shuffle(texts)
    return Result(len(answers), averages, texts)
