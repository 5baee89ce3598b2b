#!/usr/bin/env bash
# Runs the three real examples and writes their summary tables: NAME/summary.txt. Needs the data
# ($MUSTER_SHARED is the folder that holds data/) and `muster` on the PATH. Nothing of the data is kept.
set -euo pipefail
cd "$(dirname "$0")"
data="${MUSTER_SHARED:?set MUSTER_SHARED to the folder that holds data/}/data"
towns="$(mktemp -d)"
trap 'rm -rf "$towns"' EXIT
quiet() { "$@" > "$towns/log" || { cat "$towns/log" >&2; exit 1; }; }

nypd() {
  quiet muster import "$data/nypd_training/officers.csv" --into "$towns/nypd" --profile nypd/officers.yaml
  quiet muster import "$data/nypd_training/training_records.csv.gz" --into "$towns/nypd" --profile nypd/records.yaml
  quiet muster crosswalk apply nypd/crosswalk.yaml "$towns/nypd"
  muster crosswalk status nypd/crosswalk.yaml "$towns/nypd"
  muster check "$towns/nypd" --rules model --as-of 2024-06-30 --first 0
}

oregon() {
  local one="--into $towns/oregon --set officer_id=OR-1"
  quiet muster import "$data/or_dpsst_transcript/training.csv" $one --profile oregon/records.yaml --new-officers
  quiet muster import "$data/or_dpsst_transcript/employment.csv" $one --profile oregon/employment.yaml
  quiet muster import "$data/or_dpsst_transcript/certifications.csv" $one --profile oregon/certifications.yaml
  quiet muster import "$data/or_dpsst_transcript/attribute_records.csv" $one --profile oregon/cards.yaml
  quiet muster crosswalk apply oregon/crosswalk.yaml "$towns/oregon"
  muster crosswalk status oregon/crosswalk.yaml "$towns/oregon"
  for day in 2011-12-31 2018-12-31 2022-06-30; do
    muster check "$towns/oregon" --rules us-or --as-of "$day" --first 0
  done
}

chicago() {
  quiet muster import "$data/cpd_procedural_justice/session_roster.csv" --into "$towns/chicago" \
    --profile chicago/roster.yaml --new-officers
  quiet muster crosswalk apply chicago/crosswalk.yaml "$towns/chicago"
  muster crosswalk status chicago/crosswalk.yaml "$towns/chicago"
  muster check "$towns/chicago" --rules model/procedural-justice --as-of 2016-12-31 --first 0
}

for name in nypd oregon chicago; do
  NO_COLOR=1 COLUMNS=120 "$name" > "$name/summary.txt"
  echo "wrote $name/summary.txt"
done
