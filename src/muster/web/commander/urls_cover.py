"""Addresses of covering the street."""

from __future__ import annotations

from django.urls import path

from muster.web.commander import cover, floors, rotas

urlpatterns = [
    path("cover/<int:pk>/", cover.cover, name="cover"),
    path("shifts/", rotas.rotas, name="rotas"),
    path("shifts/add/", rotas.rota_add, name="rota_add"),
    path("shifts/<int:pk>/", rotas.rota, name="rota"),
    path("shifts/patterns/add/", rotas.pattern_add, name="pattern_add"),
    path("shifts/people/", rotas.stand_ins, name="stand_ins"),
    path("shifts/people/<int:pk>/", rotas.stand_in, name="stand_in"),
    path("shifts/rules/<int:pk>/", rotas.cover_rules, name="cover_rules"),
    path("floors/", floors.floors, name="floors"),
    path("floors/add/", floors.floor_add, name="floor_add"),
    path("floors/import/", floors.floors_import, name="floors_import"),
    path("floors/<int:pk>/", floors.floor_change, name="floor_change"),
    path("floors/<int:pk>/remove/", floors.floor_remove, name="floor_remove"),
]
