"""The texts of senior: purpose, menu, question lists (SEN-04, -05, -09, -13, -14, -20, -23, -24, -28).

One list for every leader, so that everybody gets the same possibilities (SEN-07).
"""

from django.utils.translation import gettext_lazy as _

from core.options import option_list

PURPOSE = [
    _(
        "Livet har faser, og det har arbejdslivet også. Derfor taler vi åbent om dem. Hos os skal der være plads til forskellige mennesker, og alle skal kunne udvikle sig og have lyst til at blive."
    ),
    _(
        "En aftale skal være god for dig, for kollegerne og for borgerne. Derfor skal den passe med driften, kvaliteten og arbejdsmiljøet. Alle har de samme muligheder, uanset hvem der er leder."
    ),
]
AIMS = [
    _(
        "Det skal være sundt og sikkert at arbejde her, og det gode arbejde skal blive set. Så har erfarne kolleger lyst til at fortsætte."
    ),
    _("Seniorer skal have gode grunde til at vælge os: De kan være med til at forme deres tid og deres opgaver."),
    _("Hverdagen skal kunne bøjes, så arbejde og privatliv passer sammen."),
]
MENU_INTRO = _(
    "Din leder har ansvar for at fortælle om mulighederne. Der kan være flere end dem, der står her, så foreslå gerne selv noget."
)
MENU = {
    "flexible_time": _(
        "Samme timer på en anden måde: Nogle af dem, eller enkelte opgaver, kan ligge anderledes på dagen eller i ugen."
    ),
    "less_time": _(
        "Færre timer: for en tid, i nogle af årets måneder eller fremover. Spørg om løn og pension, før du vælger."
    ),
    "better_time": _(
        "Samme timer, mere ro: Vi kan tage nogle opgaver fra, give bedre plads til resten eller vælge flere, som ikke har en frist."
    ),
    "other": _("Noget helt tredje, fx at være mentor for nye kolleger."),
}
PREPARATION_INTRO = _("Spørgsmålene er kun til dig, til du selv deler dem. Spring gerne over.")
PREPARATION = {
    "satisfied": _("Hvor godt passer dine opgaver og din hverdag her til dig?"),
    "good": _("Hvad fungerer særlig godt, og hvad kunne blive bedre?"),
    "future": _("Hvordan skal dit arbejde se ud om nogle år?"),
    "strengths": _("Hvad kan du, som arbejdspladsen har særlig brug for?"),
    "hidden": _("Hvad kan du, som ingen spørger efter?"),
    "wishes": _("Hvad vil du gerne have mere eller mindre af: bestemte opgaver, antallet af dem, timer, ansvar?"),
}
THEMES = option_list(
    "senior.theme",
    _("Temaer i seniorsamtalen"),
    [
        ("tasks", _("Opgaver og ansvar")),
        ("time", _("Arbejdstid")),
        ("learning", _("Udvikling og læring")),
        ("community", _("Arbejdsmiljø og fællesskab")),
        ("later", _("De næste år")),
    ],
    where=_("Temakortet i seniorsamtalen og opsamlingen."),
)
LESS_TIME = {
    "when": _("Hvornår er færre timer en god løsning for dig og for arbejdspladsen?"),
    "others": _("Hvad betyder det for kollegerne?"),
    "community": _("Hvordan er du stadig med i det faglige og det sociale?"),
    "meetings": _("Ligger personalemøder og information på dage, hvor du er her?"),
    "competence": _("Hvordan holder du din faglighed ved lige?"),
    "environment": _("Er det noget i arbejdsmiljøet, vi hellere skulle gøre noget ved?"),
    "development": _("Ville udvikling eller nye opgaver være en bedre løsning?"),
    "pension": _("Hvordan bliver pensionen, når lønnen følger timerne?"),
    "compensation": _("Skal noget af lønnen dækkes ind?"),
}
LESS_TIME_RISKS = _(
    "Pas på bagsiden: at stå udenfor, at blive glemt, når noget bliver besluttet, eller at nå det samme på kortere tid."
)
WORKING_TIME = {
    "swap": _("Kan I bytte opgaver eller job for en tid?"),
    "private": _("Er der noget uden for arbejdet, som en anden planlægning kan tage hensyn til?"),
    "planning": _("Kan en anden planlægning give lyst til at blive længere?"),
    "life": _("Er der hensyn i hverdagen, som planen skal passe til?"),
    "hours": _("Kan timer eller opgaver ligge anderledes, fx kun dag eller kun aften?"),
    "across": _("Kan I sætte opgaver sammen på tværs af afdelinger?"),
}
WORKING_TIME_EXAMPLES = _(
    "Det kan også være at slippe for bestemte ansvarsområder, ledelsesopgaver, tunge forflytninger eller de mest urolige situationer."
)
RETIREMENT = {
    "economy": _("Hvordan ser økonomien ud bagefter?"),
    "private": _("Hvad betyder det for dit privatliv?"),
    "fills": _("Hvor meget fylder arbejdet i dit liv i dag?"),
    "lost": _("Hvad kommer du til at savne?"),
    "content": _("Hvad vil du gerne fylde tiden med?"),
}
ADVICE_INTRO = _(
    "Spørg, før du skriver under. Løn, pension og efterløn kan hænge sammen på måder, som vi ikke kan regne ud her."
)
ADVICE = {
    "union": _("Jeg har spurgt min fagforening eller kreds"),
    "fund": _("Jeg har spurgt min a-kasse"),
    "pension": _("Jeg har spurgt mit pensionsselskab"),
}

# The words of an agreement, in the order they stand on page and paper.
AGREEMENT_TEXT = {
    "content": _("Det har I aftalt"),
    "tasks": _("Opgaver"),
    "pay": _("Løn"),
    "pension": _("Pension"),
    "operation": _("Så det passer med driften"),
    "side_effects": _("Hvad kan blive bagsiden?"),
    "avoided": _("Det gør I for at undgå den"),
}
# What an agreement of a kind says besides (SEN-15 to -17).
KIND_TEXT = {
    "effort": {},
    "senior_position": {
        "pension_basis": _("Pension bliver regnet af"),
        "allowance": _("Tillæg"),
        "retention_bonus": _("Fastholdelsesbonus"),
    },
    "generation_change": {
        "allowance": _("Tillæg"),
        "retention_bonus": _("Fastholdelsesbonus"),
        "pension_improvement": _("Bedre pension"),
    },
    "retirement": {
        "purpose": _("Formål: færre ansatte, eller at blive til en bestemt alder"),
        "trigger_age": _("Gælder ved alder"),
        "severance": _("Fratrædelsesgodtgørelse"),
        "pension_improvement": _("Bedre pension"),
        "leave": _("Tjenestefri med sædvanlig løn"),
    },
}

GUIDE = [
    (
        _("Før samtalen"),
        [
            _("Giv tilbuddet til alle, når det er deres tur. Du skal ikke gætte på, hvem der har lyst."),
            _("Aftal et sted, hvor I kan tale uforstyrret, og sæt god tid af."),
            _("Læs listen over muligheder. Den er den samme for alle ledere."),
            _("Læs kun forberedelsen, hvis den er delt med dig."),
        ],
    ),
    (
        _("Under samtalen"),
        [
            _("Begynd med det, der går godt, og med det, afdelingen har brug for at lære."),
            _("Spørg, hvad der gør arbejdet godt i dag og i årene, der kommer."),
            _("Gå ikke ud fra, at nogen vil have mindre eller vil stoppe."),
            _("Spørg ikke om helbred. Fortæller medarbejderen selv om det, så skriv det ikke ned."),
            _("Nævn alle fire muligheder, også dem, du tror er svære."),
        ],
    ),
    (
        _("Når du må sige nej"),
        [
            _("Sig, hvad på arbejdspladsen der gør det svært, og skriv det."),
            _("Undersøg, om noget af ønsket kan lade sig gøre, eller om det kan prøves i en periode."),
            _("Aftal, hvornår I ser på det igen."),
        ],
    ),
    (
        _("Når du selv er senior"),
        [
            _("Du får tilbuddet af din egen leder, på samme måde som alle andre."),
            _("Tal også om at lede på en anden måde: færre områder, et makkerskab eller en faglig rolle."),
            _("For ledere er der en særlig mulighed, generationsskifte, som kredsen aftaler."),
        ],
    ),
]
ANALYSIS = [
    (
        _("Hvem er vi?"),
        [
            _("Hvordan er alderen fordelt hos os om 5 og 10 år?"),
            _("Hvad er vores erfarne kolleger særlig gode til?"),
            _("Hvordan får yngre og ældre glæde af hinanden?"),
            _("Hvordan taler vi om at stoppe? Er det en selvfølge ved en bestemt alder?"),
        ],
    ),
    (
        _("Hvad får folk til at blive?"),
        [
            _("Hvilke forhold får folk til at ønske at stoppe?"),
            _("Hvorfor går nogle tidligt?"),
            _("Hvilke ændringer kunne få dem til at blive?"),
            _("Hvilke vilkår har erfarne kolleger for at udvikle sig?"),
            _("Hvornår taler vi om det, og med hvem?"),
        ],
    ),
    (
        _("Arbejdsmiljø"),
        [
            _("Hvad slider mest på kroppen og på humøret?"),
            _("Hvem har de opgaver, og kan de deles anderledes?"),
            _("Er der indflydelse på egen tid og egne opgaver?"),
            _("Bliver godt arbejde set?"),
            _("Hvordan er støj, lys, skærme og stole?"),
            _("Er der tid nok til hver opgave, og hvem kan sige fra?"),
            _("Hvor tit skifter opgaver og systemer, og hvem får hjælp til det?"),
            _("Har alle en kollega at gå til, når noget er svært?"),
        ],
    ),
    (
        _("Kompetencer"),
        [
            _("Får alle aldre lige del i kurser?"),
            _("Hvem kan noget, som forsvinder, når de går?"),
            _("Hvordan giver vi det videre?"),
            _("Hvad skal vi kunne om fem år, og hvem lærer det?"),
            _("Kan erfarne kolleger bytte opgaver for at lære nyt?"),
        ],
    ),
    (
        _("En lokal politik"),
        [
            _(
                "Skal den stå for sig selv, være en del af en livsfasepolitik eller en ramme, som hver afdeling fylder ud?"
            ),
            _("Hvad er en god seniorpolitik for medarbejderen?"),
            _("Hvad kan medarbejderen selv gøre?"),
            _("Hvad er en ret for alle, og hvad er kun for seniorer?"),
            _("Hvordan hænger den sammen med arbejdsmiljø, kompetencer og arbejdstid?"),
            _("Hvad siger den om at stoppe: hvornår taler vi om det, og hvordan siger vi farvel?"),
        ],
    ),
]
MUS_THEMES = option_list(  # a talk keeps the name that stood there, not a code
    "senior.mus_theme",
    _("Temakort til MUS"),
    [
        ("goals", _("Opgaver og mål")),
        ("wellbeing", _("Trivsel og samarbejde")),
        ("skills", _("Faglig udvikling")),
        ("career", _("Livsfaser og karriere")),
    ],
    where=_("Opsamlingen på MUS. Samtaler, der er skrevet, beholder det navn, kortet havde."),
)
ONE_TO_ONE_POINTS = _("Fx det, der fylder følelsesmæssigt, hvad der er godt nok, støtte og feedback begge veje.")
