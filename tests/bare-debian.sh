#!/usr/bin/env bash
# Proves the front door where nothing is installed: a bare Debian 12 made by debootstrap, this
# machine's Rust and Node copied in, a fresh clone, then `./dev test` and `./dev run --once`.
#   sudo tests/bare-debian.sh [COMMAND…]      default: './dev test' './dev run --once'
# Needs root and debootstrap. WARM=1 lends the crates and npm packages that were downloaded here.
set -euo pipefail
here="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
cache="${XDG_CACHE_HOME:-${HOME:?}/.cache}/zhucun/debootstrap"
mirror="${DEBIAN_MIRROR:-http://deb.debian.org/debian}"
root="$cache/root"

die() {
    printf 'bare-debian: %s\n' "$*" >&2
    exit 1
}

(($(id -u) == 0)) || die "must run as root: it makes a folder into a system"
command -v debootstrap >/dev/null || die "debootstrap is missing: apt-get install debootstrap"
command -v rustc >/dev/null || die "rustc is missing: there is no Rust to copy"
command -v node >/dev/null || die "node is missing: there is no Node to copy"

if [[ -z ${BARE_DEBIAN_INSIDE:-} ]]; then
    # Mounts and processes of its own: whatever ends this, nothing stays mounted or running.
    BARE_DEBIAN_INSIDE=1 exec unshare --mount --pid --fork --kill-child "$0" "$@"
fi

mkdir -p "$cache"
if [[ ! -s $cache/bookworm.tar ]]; then
    printf 'fetching Debian 12\n'
    debootstrap --variant=minbase --make-tarball="$cache/bookworm.tar" bookworm "$cache/fetch" "$mirror" >"$cache/fetch.log" 2>&1 ||
        die "debootstrap could not fetch: $(tail -n1 "$cache/fetch.log")"
fi

printf 'unpacking Debian 12 into %s\n' "$root"
if mountpoint -q "$root/proc" 2>/dev/null; then die "$root is in use"; fi
rm -rf --one-file-system "$root"
debootstrap --variant=minbase --unpack-tarball="$cache/bookworm.tar" bookworm "$root" "$mirror" >"$cache/unpack.log" 2>&1 ||
    die "debootstrap could not unpack: $(tail -n1 "$cache/unpack.log")"
cat >"$root/etc/apt/sources.list" <<TEXT
deb $mirror bookworm main
deb $mirror bookworm-updates main
deb ${mirror%/debian}/debian-security bookworm-security main
TEXT
cp /etc/resolv.conf /etc/hosts "$root/etc/"
# A network that looks into its own TLS is trusted inside as it is here.
if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null; then
    mkdir -p "$root/usr/local/share/ca-certificates"
    cp /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/"
    # Where the package is not there yet, its installation takes them in.
    [[ ! -x $root/usr/sbin/update-ca-certificates ]] || chroot "$root" update-ca-certificates >/dev/null
fi

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

environment=(HOME=/root "PATH=/opt/rust/bin:/opt/node/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" LANG=C.UTF-8 "TERM=${TERM:-dumb}")
for name in NODE_EXTRA_CA_CERTS CARGO_HTTP_CAINFO SSL_CERT_FILE PIP_CERT npm_config_cafile; do
    [[ -z ${!name:-} ]] || environment+=("$name=${!name}")
done
if [[ -n ${WARM:-} ]]; then
    home="${CARGO_HOME:-$HOME/.cargo}"
    mkdir -p "$root/root/.cargo/registry"
    cp -a "$home/registry/cache" "$home/registry/index" "$root/root/.cargo/registry/"
    [[ ! -d $HOME/.npm/_cacache ]] || { mkdir -p "$root/root/.npm" && cp -a "$HOME/.npm/_cacache" "$root/root/.npm/"; }
fi

mount -t proc proc "$root/proc"
mount -t sysfs -o ro sys "$root/sys"
mount --rbind /dev "$root/dev"
mount --make-rslave "$root/dev"
mount -t tmpfs tmpfs "$root/tmp"

(($#)) || set -- './dev test' './dev run --once'
for command in "$@"; do
    printf '== %s\n' "$command"
    started=$SECONDS
    chroot "$root" /usr/bin/env -i "${environment[@]}" bash -c "cd /root/zhucun && $command" </dev/null ||
        die "'$command' failed with exit code $? after $((SECONDS - started)) s"
    printf '== %s: done in %d s\n' "$command" "$((SECONDS - started))"
done
