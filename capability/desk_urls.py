"""Addresses of the workforce lead's desk, under /cms/framework/."""

from django.urls import path

from capability.views.desk import exchange, people, versions, words

app_name = "framework"
urlpatterns = [
    path("", versions.versions, name="versions"),
    path("import/", exchange.import_file, name="import"),
    path("<int:pk>/framework.csv", exchange.csv, name="csv"),
    path("<int:pk>/framework.json", exchange.json, name="json"),
    path("<int:pk>/", versions.desk, name="desk"),
    path("<int:pk>/about/", versions.about, name="about"),
    path("<int:pk>/discard/", versions.discard, name="discard"),
    path("<int:pk>/match/", versions.match, name="match"),
    path("<int:pk>/enforce/", versions.enforce, name="enforce"),
    path("<int:pk>/domains/new/", words.domain, name="domain_new"),
    path("<int:pk>/domains/<int:domain_pk>/", words.domain, name="domain"),
    path("<int:pk>/domains/<int:domain_pk>/arrange/", words.arrange_domain, name="arrange_domain"),
    path("<int:pk>/capabilities/new/", words.capability, name="capability_new"),
    path("<int:pk>/capabilities/<int:capability_pk>/", words.capability, name="capability"),
    path("<int:pk>/capabilities/<int:capability_pk>/arrange/", words.arrange, name="arrange"),
    path("<int:pk>/profiles/new/", people.profile, name="profile_new"),
    path("<int:pk>/profiles/<int:profile_pk>/", people.profile, name="profile"),
    path("<int:pk>/profiles/<int:profile_pk>/drop/", people.drop_profile, name="drop_profile"),
    path("<int:pk>/reviewers/", people.reviewers, name="reviewers"),
    path("<int:pk>/reviewers/<int:review_pk>/release/", people.release, name="release"),
    path("<int:pk>/wishes/<int:wish_pk>/", people.wish, name="wish"),
]
