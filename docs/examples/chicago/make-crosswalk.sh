#!/bin/sh
# Makes crosswalk.yaml again from the imported title: sh make-crosswalk.sh FOLDER.
set -e
out="${2:-crosswalk.yaml}"
muster crosswalk suggest "$1" -o "$out" --topic procedural-justice
muster crosswalk confirm "$out" --group 1 --by "the Muster maintainers" --on 2026-11-20
