"""Addresses of oversight."""

from __future__ import annotations

from django.urls import path

from muster.web.oversight import issuers, issuing, lists, meeting, recommendation, register, working

urlpatterns = [
    path("meeting/", meeting.oversight_desk, name="oversight_desk"),
    path("meeting/packet.pdf", meeting.oversight_packet_pdf, name="oversight_packet_pdf"),
    path("issuers/", issuers.issuers, name="issuers"),
    path("issuers/new/", issuers.issuer_new, name="issuer_new"),
    path("issuers/<int:pk>/", issuers.issuer, name="issuer"),
    path("issuers/<int:pk>/change/", issuers.issuer_change, name="issuer_change"),
    path("issuers/<int:pk>/seats/new/", issuers.seat_new, name="seat_new"),
    path("issuers/<int:pk>/seats/<int:seat>/end/", issuers.seat_end, name="seat_end"),
    path("recommendations/", register.recommendations, name="recommendations"),
    path("recommendations/ours/", register.recommendations_desk, name="recommendations_desk"),
    path("recommendations/new/", issuing.recommendation_new, name="recommendation_new"),
    path("recommendations/lists/", lists.recommendations_import, name="recommendations_import"),
    path("recommendations/lists/<int:pk>/", lists.recommendations_batch, name="recommendations_batch"),
    path(
        "recommendations/lists/<int:pk>/set-aside.csv",
        lists.recommendations_aside_csv,
        name="recommendations_aside_csv",
    ),
    path("recommendations/<int:pk>/", recommendation.recommendation, name="recommendation"),
    path("recommendations/<int:pk>/revise/", issuing.recommendation_revise, name="recommendation_revise"),
    path("recommendations/<int:pk>/plan/", working.recommendation_plan, name="recommendation_plan"),
    path("recommendations/<int:pk>/attach/", working.recommendation_attach, name="recommendation_attach"),
    path(
        "recommendations/<int:pk>/files/<int:file>/",
        recommendation.recommendation_file,
        name="download_recommendation_file",
    ),
    path("recommendations/<int:pk>/links/new/", working.recommendation_link, name="recommendation_link"),
    path(
        "recommendations/<int:pk>/links/<int:link>/away/",
        working.recommendation_unlink,
        name="recommendation_unlink",
    ),
    path("recommendations/<int:pk>/milestones/new/", working.milestone_add, name="milestone_add"),
    path(
        "recommendations/<int:pk>/milestones/<int:milestone>/",
        working.milestone_reached,
        name="milestone_reached",
    ),
    path(
        "recommendations/<int:pk>/steps/<slug:key>/",
        recommendation.recommendation_move,
        name="recommendation_move",
    ),
]
