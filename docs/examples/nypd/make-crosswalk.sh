#!/bin/sh
# Makes crosswalk.yaml again from titles imported and not yet applied: sh make-crosswalk.sh FOLDER. Numbers are those of
# `muster crosswalk status` after `suggest` on the 951 titles; read the proposals before using them elsewhere.
set -e
out="${2:-crosswalk.yaml}"
by="the Muster maintainers"
on=2026-11-20
muster crosswalk suggest "$1" -o "$out" --topic procedural-justice --topic bias-free --topic crisis-response \
  --topic de-escalation --topic cultural-competency
refuse() { muster crosswalk confirm "$out" --refuse --by "$by" --on "$on" --why "$1" $2; }
refuse "a quiz or test on the subject; the training itself is listed under its own title" \
  "--group 4 --group 12 --group 19 --group 27"
refuse "about sending people to a diversion programme, not about meeting a person in crisis" "--group 10"
refuse "about disarming; the title does not say that responding to a crisis is taught" "--group 20"
confirm=""
for n in 1 2 3 5 6 7 8 9 11 13 14 15 16 17 18 21 22 23 24 25 26 28 29 30; do confirm="$confirm --group $n"; done
muster crosswalk confirm "$out" --by "$by" --on "$on" $confirm
