#!/usr/bin/env bash
# Proves the front door where nothing is installed: a bare Debian 12, this machine's Rust and Node
# copied in, a fresh clone, then `./dev test` and `./dev run --once`.
#   sudo tests/bare-debian.sh [COMMAND…]      default: './dev test' './dev run --once'
# Needs root and debootstrap. WARM=1 lends the crates and npm packages that were downloaded here.
set -euo pipefail
name=bare-debian
here="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
# shellcheck source=tests/bare-system.sh
source "$here/tests/bare-system.sh"

command -v rustc >/dev/null || die "rustc is missing: there is no Rust to copy"
command -v node >/dev/null || die "node is missing: there is no Node to copy"
in_a_world_of_its_own "$0" "$@"
make_system root

printf 'copying Rust, Node and a fresh clone\n'
sysroot="$(cd "$here" && rustc --print sysroot)"
mkdir -p "$root/opt/rust" "$root/opt/node/bin" "$root/opt/node/lib/node_modules" "$root/root"
tar -C "$sysroot" --exclude=./share/doc -cf - . | tar -C "$root/opt/rust" -xf -
cp -L "$(readlink -f "$(command -v node)")" "$root/opt/node/bin/node"
npm_home="$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")"
cp -a "$npm_home" "$root/opt/node/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/opt/node/bin/npm"
ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/opt/node/bin/npx"
git clone --quiet --no-hardlinks "$here" "$root/root/zhucun"

environment+=("PATH=/opt/rust/bin:/opt/node/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
for variable in NODE_EXTRA_CA_CERTS CARGO_HTTP_CAINFO SSL_CERT_FILE PIP_CERT npm_config_cafile; do
    [[ -z ${!variable:-} ]] || environment+=("$variable=${!variable}")
done
if [[ -n ${WARM:-} ]]; then
    home="${CARGO_HOME:-$HOME/.cargo}"
    mkdir -p "$root/root/.cargo/registry"
    cp -a "$home/registry/cache" "$home/registry/index" "$root/root/.cargo/registry/"
    [[ ! -d $HOME/.npm/_cacache ]] || { mkdir -p "$root/root/.npm" && cp -a "$HOME/.npm/_cacache" "$root/root/.npm/"; }
fi

(($#)) || set -- './dev test' './dev run --once'
for command in "$@"; do
    printf '== %s\n' "$command"
    started=$SECONDS
    inside bash -c "cd /root/zhucun && $command" ||
        die "'$command' failed with exit code $? after $((SECONDS - started)) s"
    printf '== %s: done in %d s\n' "$command" "$((SECONDS - started))"
done
