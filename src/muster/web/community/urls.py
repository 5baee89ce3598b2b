"""Addresses of consultations: the desk first, then what anybody opens."""

from __future__ import annotations

from django.urls import path

from muster.web.community import commenting, desk, public, rules, sorting

urlpatterns = [
    path("desk/", desk.community_desk, name="community_desk"),
    path("desk/new/", desk.consultation_plan, name="consultation_plan"),
    path("desk/rules/", rules.consultation_rules, name="consultation_rules"),
    path("desk/rules/new/", rules.consultation_rule_new, name="consultation_rule_new"),
    path("desk/rules/<int:pk>/end/", rules.consultation_rule_end, name="consultation_rule_end"),
    path("desk/groups/<int:pk>/", desk.consultation_group, name="consultation_group"),
    path("desk/comments/<int:pk>/look/", sorting.comment_look, name="comment_look"),
    path("desk/comments/<int:pk>/answer/", sorting.comment_answer, name="comment_answer"),
    path("desk/themes/<int:pk>/", sorting.theme, name="theme"),
    path("desk/themes/<int:pk>/answer/", sorting.theme_answer, name="theme_answer"),
    path("desk/<int:pk>/", desk.consultation_desk, name="consultation_desk"),
    path("desk/<int:pk>/change/", desk.consultation_change, name="consultation_change"),
    path("desk/<int:pk>/second-round/", desk.consultation_round, name="consultation_round"),
    path("desk/<int:pk>/groups/", desk.consultation_group_new, name="consultation_group_new"),
    path("desk/<int:pk>/gatherings/", desk.consultation_gathering, name="consultation_gathering"),
    path("desk/<int:pk>/result/", desk.consultation_result, name="consultation_result"),
    path("desk/<int:pk>/comments/", sorting.consultation_comments_desk, name="consultation_comments_desk"),
    path("desk/<int:pk>/type/", sorting.comment_type, name="comment_type"),
    path("desk/<int:pk>/themes/", sorting.consultation_themes, name="consultation_themes"),
    path("desk/<int:pk>/<slug:key>/", desk.consultation_move, name="consultation_move"),
    path("", public.community, name="community"),
    path("follow/", commenting.comment_follow, name="comment_follow"),
    path("<slug:word>/", public.consultation, name="consultation"),
    path("<slug:word>/comments/", public.comments, name="consultation_comments"),
    path("<slug:word>/answers/", public.changes, name="consultation_answers"),
    path("<slug:word>/comment/", commenting.comment_new, name="comment_new"),
    path("<slug:word>/sent/", commenting.comment_sent, name="comment_sent"),
    path("<slug:word>/about-you/", commenting.comment_about, name="comment_about"),
]
