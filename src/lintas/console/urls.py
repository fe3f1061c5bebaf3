"""The pages, by path. What is not here does not exist; the tests of access and of accessibility walk this table."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path, re_path

from lintas.console.api.answers import not_there
from lintas.console.api.root import api
from lintas.console.live.stream import stream
from lintas.console.pages import (
    acting,
    approvals,
    by_trait,
    conversation,
    desk,
    dossier,
    exports,
    files,
    invited,
    kinds,
    language,
    me,
    node,
    officers,
    search,
    shift,
    tokens,
    trail,
    uploads,
    worklist,
)

urlpatterns = [
    path("", worklist.first, name="worklist"),
    path("open/", kinds.kinds, name="kinds"),
    path("open/<str:kind>/<str:verb>/", acting.begin_dossier, name="begin_dossier"),
    path("dossiers/<str:dossier>/", by_trait.page, name="dossier"),
    path("dossiers/<str:dossier>/say/<str:item>/<str:verb>/", conversation.say, name="say"),
    path("dossiers/<str:dossier>/files/", files.files, name="files"),
    path("dossiers/<str:dossier>/files/<str:act>/<int:number>/", files.file, name="file"),
    path("dossiers/<str:dossier>/print/", exports.paper, name="print"),
    path("dossiers/<str:dossier>/export/<str:form>/", exports.dossier, name="export"),
    path("dossiers/<str:dossier>/team/", dossier.team, name="team"),
    path("dossiers/<str:dossier>/notes/", dossier.add_note, name="notes"),
    path("dossiers/<str:dossier>/do/<str:item>/<str:verb>/", acting.begin_act, name="begin_act"),
    path("drafts/<int:draft>/", acting.tasks, name="draft"),
    path("drafts/<int:draft>/whom/", acting.whom, name="draft_whom"),
    path("drafts/<int:draft>/section/<int:number>/", acting.section, name="draft_section"),
    path("drafts/<int:draft>/check/", acting.check, name="draft_check"),
    path("drafts/<int:draft>/challenge/", acting.challenge, name="draft_challenge"),
    path("drafts/<int:draft>/drop/", acting.drop, name="draft_drop"),
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/<int:draft>/", approvals.approval, name="approval"),
    path("shift/", shift.shift, name="shift"),
    path("shift/challenge/", shift.challenge, name="shift_challenge"),
    path("search/", search.search_page, name="search"),
    path("desk/", desk.desk, name="desk"),
    path("export/<str:form>/", exports.worklist, name="export_worklist"),
    path("node/", node.node, name="node"),
    path("officers/", officers.officers, name="officers"),
    path("trail/", trail.trail, name="trail"),
    path("uploads/", uploads.hand_in, name="uploads"),
    path("language/", language.language, name="language"),
    path("api/1/", api.urls),
    re_path("^api/", not_there),
    path("live", stream, name="live"),
    path("invited/<str:code>/", invited.invited, name="invited"),
    path("accounts/me/", me.me, name="me"),
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/password/change/", account.password_change, name="account_change_password"),
    path("accounts/tokens/", tokens.tokens, name="tokens"),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]
