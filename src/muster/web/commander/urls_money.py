"""Addresses of the money for outside training."""

from __future__ import annotations

from django.urls import path

from muster.web.commander import budget, claims, funds, rates

urlpatterns = [
    path("budget/", budget.budget, name="budget"),
    path("claims/", claims.claims, name="claims"),
    path("claims/<int:pk>/", claims.claim, name="claim"),
    path("claims/advance/<int:pk>/", claims.advance, name="advance"),
    path("funds/", funds.funds, name="funds"),
    path("funds/add/", funds.fund_add, name="fund_add"),
    path("funds/<int:pk>/", funds.fund_change, name="fund_change"),
    path("rates/", rates.rates, name="rates"),
    path("rates/use/", rates.rates_use, name="rates_use"),
]
