#!/usr/bin/env bash
# Proves the package where nothing is installed: in a bare Debian 12 it installs with what it depends on,
# its window opens for a plain user, a newer version goes over it with the data left as they were, and
# removed it leaves nothing but that data.
#   sudo tests/bare-package.sh DEB NEWER_DEB SERVER     as ./dev package --prove calls it
# The county that the laptop enrols at runs outside, with the program SERVER.
set -euo pipefail
name=bare-package
here="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
# shellcheck source=tests/bare-system.sh
source "$here/tests/bare-system.sh"

command -v node >/dev/null || die "node is missing"
(($# == 3)) || die "DEB NEWER_DEB SERVER are wanted"
in_a_world_of_its_own "$0" "$@"
older="$1" newer="$2" server="$3"
make_system package

as_user() { inside su --login secretary --command "LANG=C.UTF-8 ZHUCUN_PASSPHRASE=zhucun-demo $1"; }
install_deb() {
    cp "$1" "$root/tmp/zhucun.deb"
    inside env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends /tmp/zhucun.deb >"$cache/apt.log" 2>&1 ||
        die "the package does not install: $(grep '^E:' "$cache/apt.log" | tail -n1), all of it in $cache/apt.log"
}
step() { printf '== %s\n' "$*"; }

step "it installs"
inside apt-get update -qq
install_deb "$older"
inside useradd --create-home --shell /bin/bash secretary
as_user "zhucun --version"
for program in zhucun zhucun-desktop zhucun-print; do
    [[ -z $(inside ldd "/usr/bin/$program" | grep 'not found') ]] || die "$program needs what the package does not bring"
done

step "a laptop enrols and records"
county="$cache/county"
rm -rf "$county" "$county".*
mkdir -p "$county"
trap 'rm -rf "$county" "$county".*' EXIT
: >"$county.out"
"$server" --data "$county" demo --county 431128 --households 300 --seed 7 --json >"$county.json"
"$server" --data "$county" serve --listen 127.0.0.1:0 >"$county.out" 2>"$county.log" &
tries=0
until grep -q '^ready ' "$county.out"; do
    ((tries++ < 300)) || die "the county server is not ready: $(tail -n1 "$county.log")"
    sleep 0.1
done
url="$(sed -n 's/^ready //p' "$county.out" | head -n1)"
# `json EXPRESSION <json`: what it gives of the document `it`.
json() { node -pe "const it = JSON.parse(require('fs').readFileSync(0, 'utf8')); $1"; }
account="$(json 'it.accounts.find((one) => one.role === "first_secretary").name' <"$county.json")"
code="$("$server" --data "$county" enrol --account "$account" --json | json it.code)"
as_user "zhucun --profile laptop enrol --server '$url' --code '$code'"
read -r household number < <(as_user 'zhucun --profile laptop list households --limit 1 --json' | json '`${it.rows[0].id} ${it.rows[0].number}`')
as_user "zhucun --profile laptop visit add --household $household --note 屋顶补好了"
visits() { as_user 'zhucun --profile laptop list visits --limit 5000 --json' | json 'it.rows.filter((one) => one.note === "屋顶补好了").length'; }
[[ $(visits) == 1 ]] || die "the visit is not there"

step "the window opens, and a list is saved as PDF"
# The fonts of the screen and the reader of PDF are no part of the package, what is behind them is.
inside env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    xvfb xauth dbus evilwm xdotool poppler-utils fonts-noto-cjk >"$cache/apt.log" 2>&1 || die "no screen: $(tail -n1 "$cache/apt.log")"
cp "$here/tests/bare-window.sh" "$root/tmp/"
# `printed NAME`: NAME.pdf, through the window.
printed() {
    as_user "dbus-run-session -- xvfb-run --auto-servernum --server-args='-screen 0 1366x768x24' \
        bash /tmp/bare-window.sh laptop \$HOME/$1.pdf" >"$cache/window.log" 2>&1 || die "$(tail -n1 "$cache/window.log"), all of it in $cache/window.log"
    local words fonts
    words="$(inside pdftotext -layout "/home/secretary/$1.pdf" - | tr -d ' \n\f')"
    [[ $words == *农户名册* && $words == *"$number"* ]] || die "the roster or household $number is not in $1.pdf"
    fonts="$(inside pdffonts "/home/secretary/$1.pdf" | tail -n +3)"
    [[ -n $fonts && -z $(grep -v NotoSansSC <<<"$fonts" || true) ]] || die "other fonts than those of the package: $fonts"
}
printed before

step "a newer version goes over it, the data stay"
install_deb "$newer"
[[ $(inside dpkg-query -W -f '${Version}' zhucun) == *+newer* ]] || die "the newer version is not the one installed"
[[ $(visits) == 1 ]] || die "the visit is gone after the upgrade"
printed after

step "removed, it leaves nothing but the data"
inside dpkg-query -L zhucun >"$cache/listed"
inside apt-get purge -y -qq zhucun >/dev/null 2>&1
while read -r path; do
    [[ -d $root$path && ! -L $root$path ]] || [[ ! -e $root$path ]] || die "left behind: $path"
done <"$cache/listed"
mapfile -t left < <(find "$root/etc" "$root/usr" "$root/var" "$root/opt" "$root/root" -iname '*zhucun*')
((${#left[@]} == 0)) || die "left behind: ${left[*]#"$root"}"
[[ -s $root/home/secretary/after.pdf ]] || die "the PDF went with the program"

step "put back, it reads the data"
install_deb "$newer"
[[ $(visits) == 1 ]] || die "the visit went with the program"
step "passed"
