# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Finds the Debian mirror that this system's apt already uses: it is known to be reachable,
# and it is the one that whoever runs the machine wants used.

# Prints "SCORE URI" for each archive in a one-line .list file.
mirrors_of_list() {
    awk '
        { sub(/#.*/, "") }
        $1 == "deb" {
            options = ""; at = 2
            if ($2 ~ /^\[/) {
                while (at <= NF && $at !~ /\]$/) { options = options " " $at; at++ }
                options = options " " $at; at++
            }
            print $at "\t" $(at + 1) "\t" options
        }' "$1" | rank_mirrors
}

# Prints "SCORE URI" for each archive in a deb822 .sources file.
mirrors_of_sources() {
    awk '
        function finish(    count, parts, i, suites, n) {
            if (types ~ /(^| )deb( |$)/ && tolower(enabled) !~ /^ *(no|false|off|0)/) {
                count = split(uris, parts, " "); n = split(suite_list, suites, " ")
                for (i = 1; i <= count; i++)
                    for (j = 1; j <= n; j++) print parts[i] "\t" suites[j] "\t" signed
            }
            types = uris = suite_list = signed = enabled = field = ""
        }
        /^#/ { next }
        /^[[:space:]]*$/ { finish(); next }
        /^[^[:space:]]/ { field = tolower($0); sub(/:.*/, "", field); sub(/^[^:]*:/, "") }
        field == "types" { types = types " " $0 }
        field == "uris" { uris = uris " " $0 }
        field == "suites" { suite_list = suite_list " " $0 }
        field == "signed-by" { signed = signed " " $0 }
        field == "enabled" { enabled = $0 }
        END { finish() }' "$1" | rank_mirrors
}

# Reads "URI<tab>SUITE<tab>OPTIONS" and prints "SCORE URI", lower is better. Archives of
# other vendors have suites called bookworm, too: the key that signs it and the path tell.
rank_mirrors() {
    local uri release options score
    while IFS=$'\t' read -r uri release options; do
        case $release in
        *-security | */updates | *-updates | *-backports* | *-proposed*) continue ;;
        esac
        # Debian's cloud images name their mirrors in a file of one URI a line.
        if [[ $uri == mirror+file:* ]]; then
            uri=$(mirror_of_file "${uri#mirror+file:}") || continue
        fi
        [[ $uri =~ ^(https?://|file:/|copy:/) ]] || continue
        uri=${uri%/}
        case $uri in
        */debian-security* | *security.debian.org*) continue ;;
        */debian | */debian/*) score=1 ;;
        *) score=2 ;;
        esac
        if [[ $options == *debian-archive* ]]; then score=0; fi
        if ((score < 2)); then printf '%s %s\n' "$score" "$uri"; fi
    done
}

# Prints the first URI of a file that a mirror+file: entry names, with one to three slashes.
mirror_of_file() {
    local path=$1
    while [[ $path == /* ]]; do path=${path#/}; done
    [[ -r /$path ]] && awk '!/^#/ && NF { print $1; exit }' "/$path"
}

# Prints the best mirror under an apt folder such as /etc/apt; fails when there is none.
find_mirror() {
    local apt_dir=$1 file
    for file in "$apt_dir"/sources.list.d/*.sources "$apt_dir"/sources.list \
        "$apt_dir"/sources.list.d/*.list; do
        [[ -r $file ]] || continue
        case $file in
        *.sources) mirrors_of_sources "$file" ;;
        *) mirrors_of_list "$file" ;;
        esac
    done | sort -s -n -k1,1 | awk 'NR == 1 { print $2 } END { exit NR == 0 }'
}
