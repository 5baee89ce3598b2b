"""Addresses of records, approvals, disputes, holds and imports."""

from __future__ import annotations

from django.urls import path

from muster.web.trainer import confirming, holds, imports, keeping, late, records, verify

urlpatterns = [
    path("records/", records.records, name="records"),
    path("records/add/", records.add_record, name="add_record"),
    path("records/<int:pk>/correct/", records.correct, name="correct_record"),
    path("records/<int:pk>/withdraw/", records.withdraw, name="withdraw_record"),
    path("verify/", verify.verify, name="verify"),
    path("verify/many/", verify.verify_many, name="verify_many"),
    path("verify/late/", late.late, name="late"),
    path("verify/imports/<int:pk>/", confirming.import_confirm, name="import_confirm"),
    path("verify/<int:pk>/", verify.decide, name="decide"),
    path("disputes/", verify.disputes, name="disputes"),
    path("disputes/<int:pk>/", verify.answer, name="answer_dispute"),
    path("keeping/", keeping.keeping, name="keeping"),
    path("keeping/<int:pk>/period/", keeping.own_period, name="own_period"),
    path("holds/", holds.holds, name="holds"),
    path("holds/add/", holds.add_hold, name="add_hold"),
    path("holds/<int:pk>/", holds.hold, name="hold"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.import_one, name="import"),
    path("imports/<int:pk>/columns/", imports.import_columns, name="import_columns"),
    path("imports/<int:pk>/people/", imports.import_people, name="import_people"),
    path("imports/<int:pk>/accept/", imports.import_accept, name="import_accept"),
    path("imports/<int:pk>/undo/", imports.import_undo, name="import_undo"),
    path("imports/<int:pk>/abandon/", imports.import_abandon, name="import_abandon"),
    path("imports/<int:pk>/<slug:sort>/", imports.import_rows, name="import_rows"),
]
