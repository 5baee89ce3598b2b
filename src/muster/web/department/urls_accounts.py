"""Addresses of roles, accounts, and one's own account."""

from __future__ import annotations

from django.urls import path

from muster.web.department import account, my_account, roles

urlpatterns = [
    path("department/roles/", roles.grants, name="grants"),
    path("department/roles/give/", roles.give_role, name="give_role"),
    path("department/roles/<int:pk>/end/", roles.end_role, name="end_role"),
    path("department/accounts/<int:pk>/", account.account, name="account"),
    path("department/accounts/<int:pk>/factors/", account.remove_factors, name="remove_factors"),
    path("department/accounts/<int:pk>/invite/", account.invite_account, name="invite_account"),
    path("department/accounts/<int:pk>/close/", account.close_account, name="close_account"),
    path("department/accounts/<int:pk>/reopen/", account.reopen_account, name="reopen_account"),
    path("me/", my_account.my_account, name="my_account"),
    path("me/roles/<int:pk>/lend/", my_account.lend_role, name="lend_role"),
    path("me/roles/<int:pk>/return/", my_account.return_role, name="return_role"),
]
