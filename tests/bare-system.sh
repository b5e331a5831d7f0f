# A bare Debian 12, made by debootstrap, for tests that need a system where nothing is installed yet.
# Sourced by them; they set `name` first, for what they say. Needs root.

cache="${XDG_CACHE_HOME:-${HOME:?}/.cache}/zhucun/debootstrap"
mirror="${DEBIAN_MIRROR:-http://deb.debian.org/debian}"

die() {
    printf '%s: %s\n' "$name" "$*" >&2
    exit 1
}

# Starts the test again with mounts and processes of its own: whatever ends it, nothing stays mounted or running.
in_a_world_of_its_own() {
    (($(id -u) == 0)) || die "must run as root: it makes a folder into a system"
    command -v debootstrap >/dev/null || die "debootstrap is missing: apt-get install debootstrap"
    if [[ -z ${BARE_SYSTEM_INSIDE:-} ]]; then
        BARE_SYSTEM_INSIDE=1 exec unshare --mount --pid --fork --kill-child "$@"
    fi
}

# `make_system FOLDER`: unpacks it there, as `$root`.
make_system() {
    root="$cache/$1"
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
    environment=(HOME=/root "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" LANG=C.UTF-8 "TERM=${TERM:-dumb}")
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sys "$root/sys"
    mount --rbind /dev "$root/dev"
    mount --make-rslave "$root/dev"
    mount -t tmpfs tmpfs "$root/tmp"
}

# `inside WORD…`: runs a program in it.
inside() {
    chroot "$root" /usr/bin/env -i "${environment[@]}" "$@" </dev/null
}
