#!/usr/bin/env bash
# Inside the bare system, on a screen of its own: what a person does to have a list as PDF, by keys alone.
#   bare-window.sh PROFILE PDF     ZHUCUN_PASSPHRASE opens the profile
# Says what it waited for in vain and ends with 1.
set -euo pipefail
profile="$1" pdf="$2"

evilwm --fn fixed --bw 0 &
zhucun-desktop --profile "$profile" &
program=$!
trap 'kill "$program" 2>/dev/null || true' EXIT

# `within SECONDS WHAT COMMAND…`: again until it succeeds.
within() {
    local end=$((SECONDS + $1)) what="$2"
    until "${@:3}"; do
        kill -0 "$program" 2>/dev/null || { echo "the window ended before: $what"; exit 1; }
        ((SECONDS < end)) || { echo "not within $1 s: $what"; exit 1; }
        sleep 0.5
    done
}
shown() { found="$(xdotool search --onlyvisible --name "$1" 2>/dev/null | tail -n1)" && [[ -n $found ]]; }
keys() {
    xdotool windowfocus --sync "$window"
    xdotool key --delay 60 "$@"
}

within 60 "the window" shown 驻村
window="$found"

# The file is open only when the passphrase was right. Letters that come before the page go astray, and are typed again.
is_open() { find "/proc/$program/fd" -lname '*.sqlite' 2>/dev/null | grep -q .; }
unlocked() {
    keys ctrl+a
    xdotool type --delay 20 "$ZHUCUN_PASSPHRASE"
    xdotool key Return
    for _ in {1..20}; do
        sleep 0.5
        if is_open; then return 0; fi
    done
    return 1
}
within 120 "the passphrase opens the profile" unlocked

# Households are the fourth page. A key that comes too early does nothing, and is pressed again.
dialog() {
    keys alt+4
    sleep 1
    keys ctrl+p
    for _ in {1..6}; do
        sleep 2
        keys ctrl+s
        if shown File; then return 0; fi
    done
    keys Escape
    return 1
}
within 120 "the list as pages, and the dialog to save them" dialog
file="$found"
xdotool windowfocus --sync "$file"
sleep 0.5
# A slash opens the line where a path is typed.
xdotool key slash
sleep 0.5
xdotool key ctrl+a
xdotool type --delay 20 "$pdf"
sleep 0.5
xdotool key Return
within 60 "the PDF" test -s "$pdf"
