"""The addresses beside the case: strain, statements, what is public, prevention, overview. English; no content in them."""

from django.urls import path

from incidents.views import statements as statement_pages
from incidents.views import strain as strain_pages

BESIDE = [
    # strain
    path("strain/", strain_pages.strain, name="strain"),
    path("strain/new/", strain_pages.strain_new, name="strain_new"),
    path("strain/numbers/", strain_pages.strain_numbers, name="strain_numbers"),
    path("strain/numbers/<int:pk>/", strain_pages.strain_numbers, name="strain_numbers_of"),
    path("strain/<int:pk>/", strain_pages.strain_day, name="strain_day"),
    path("strain/<int:pk>/choose/", strain_pages.strain_choose, name="strain_choose"),
    path("strain/<int:pk>/delete/", strain_pages.strain_delete, name="strain_delete"),
    path("strain/<int:pk>/talk/", strain_pages.strain_talk, name="strain_talk"),
    path("strain/episodes/<int:pk>/promote/", strain_pages.strain_promote, name="strain_promote"),
    # what a colleague saw
    path("<int:pk>/statements/ask/", statement_pages.statement_ask, name="statement_ask"),
    path("statements/<int:pk>/", statement_pages.statement, name="statement"),
]
