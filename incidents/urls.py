"""The addresses under /incidents/. English nouns and verbs; no case content ever stands in one."""

app_name = "incidents"
urlpatterns = []
