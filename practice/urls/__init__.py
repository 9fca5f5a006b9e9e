"""Addresses of practice: the service map, shadowing, communities."""

from practice.urls import calendars, communities, documents, ledger, services, shadowing, threads

app_name = "practice"
urlpatterns = [
    *services.urlpatterns,
    *shadowing.urlpatterns,
    *communities.urlpatterns,
    *calendars.urlpatterns,
    *ledger.urlpatterns,
    *threads.urlpatterns,
    *documents.urlpatterns,
]
