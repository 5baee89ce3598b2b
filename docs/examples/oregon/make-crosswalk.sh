#!/bin/sh
# Makes crosswalk.yaml again from titles imported and not yet applied: sh make-crosswalk.sh FOLDER. Numbers are those of
# `muster crosswalk status` after `suggest` on the 270 titles; read the proposals before using them elsewhere.
set -e
out="${2:-crosswalk.yaml}"
by="the Muster maintainers"
on=2026-11-20
muster crosswalk suggest "$1" -o "$out" --topic procedural-justice --topic bias-free --topic crisis-response \
  --topic de-escalation --topic cultural-competency --topic firearms --topic use-of-force --topic leadership \
  --topic first-aid-cpr
refuse() { muster crosswalk confirm "$out" --refuse --by "$by" --on "$on" --why "$1" $2; }
refuse "the title does not say that responding to a crisis is taught" "--group 11 --group 12"
refuse "verbal communication; the title does not say de-escalation" "--group 15"
refuse "several subjects in one title, and no hours for each" "--group 35"
refuse "giving a medicine against overdose, not a first aid or CPR course" "--group 36 --group 37"
refuse "a mark that a cycle was met, with 0 hours, not a training" "--group 38"
refuse "about investigating deadly force, not about using it" "--group 56"
confirm=""
for n in $(seq 1 10) 13 14 $(seq 16 34) $(seq 39 55) $(seq 57 64); do confirm="$confirm --group $n"; done
muster crosswalk confirm "$out" --by "$by" --on "$on" $confirm
