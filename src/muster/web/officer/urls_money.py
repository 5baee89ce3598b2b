"""Addresses of what a request costs, and of the claims after it."""

from __future__ import annotations

from django.urls import path

from muster.web.officer import claim, estimate

urlpatterns = [
    path("requests/<int:pk>/estimate/", estimate.estimate, name="estimate"),
    path("claims/<int:pk>/", claim.claim, name="claim"),
    path("claims/<int:pk>/form/", claim.claim_form, name="claim_form"),
    path("claims/<int:pk>/meals/", claim.claim_meals, name="claim_meals"),
    path("claims/<int:pk>/hand-in/", claim.claim_hand_in, name="claim_hand_in"),
    path("claims/expenses/<int:pk>/drop/", claim.claim_drop, name="claim_drop"),
    path("claims/expenses/<int:pk>/receipt/", claim.claim_attach, name="claim_attach"),
    path("claims/receipts/<int:pk>/", claim.claim_receipt, name="claim_receipt"),
]
