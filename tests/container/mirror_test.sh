#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# mirror_test.sh CHECKOUT: which mirror container/dev takes from apt's many ways to name one.
set -euo pipefail

. "$1/container/lib/mirror.sh"

apt=$(mktemp -d)
trap 'rm -rf "$apt"' EXIT
failed=0

# case NAME EXPECTED: compares, and empties the apt folder for the next one.
check() {
    local found
    found=$(find_mirror "$apt") || found=none
    if [[ $found != "$2" ]]; then
        printf '%s: expected %s, found %s\n' "$1" "$2" "$found" >&2
        failed=1
    fi
    rm -rf "$apt"
    mkdir -p "$apt/sources.list.d"
}

mkdir "$apt/sources.list.d"
check "nothing there" none

cat >"$apt/sources.list" <<'END'
# deb http://commented.example/debian bookworm main
deb-src http://source.example/debian bookworm main
deb http://security.example/debian-security bookworm-security main
deb [arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://one.example/debian/ bookworm main contrib # note
deb http://two.example/debian bookworm main
END
check "one-line with options" http://one.example/debian

cat >"$apt/sources.list" <<'END'
deb https://apt.vendor.example bookworm main
deb http://plain.example/debian bookworm main
END
check "another vendor's archive with the same suite" http://plain.example/debian

cat >"$apt/sources.list.d/debian.sources" <<'END'
# snapshot
Types: deb
URIs: http://security.example/debian-security
Suites: bookworm-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb deb-src
# http://not.this/debian
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
END
check "deb822" http://mirror.example/debian

cat >"$apt/sources.list.d/a.sources" <<'END'
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
Enabled: no

Types: deb-src
URIs: http://source.example/debian
Suites: bookworm
Components: main

types: deb
uris:
 http://folded.example/debian
suites: bookworm
components: main
END
check "deb822 switched off, sources only, folded, lower case" http://folded.example/debian

cat >"$apt/sources.list.d/vendor.sources" <<'END'
Types: deb
URIs: https://deb.vendor.example/node_20.x
Suites: nodistro
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mDMEYCQjIxYJKwYBBAHaRw8BAQdAD
 -----END PGP PUBLIC KEY BLOCK-----
END
check "only another vendor" none

printf 'http://listed.example/debian\thint\nhttp://later.example/debian\n' >"$apt/mirrors"
cat >"$apt/sources.list.d/debian.sources" <<END
Types: deb
URIs: mirror+file://$apt/mirrors
Suites: bookworm
Components: main
END
check "a file of mirrors" http://listed.example/debian

echo 'deb cdrom:[Debian GNU/Linux 12]/ bookworm main' >"$apt/sources.list"
check "an installation disc" none

exit "$failed"
