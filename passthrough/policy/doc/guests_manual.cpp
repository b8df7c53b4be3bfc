// SPDX-License-Identifier: MIT
// Writes exwm-vr-guests(5) in scdoc's language to standard output, from the table that reads the
// file.
#include "base/format.hpp"
#include "base/settings/manual.hpp"
#include "passthrough/policy/guests_file.hpp"
#include "passthrough/policy/words.hpp"

#include <cstdio>
#include <exception>
#include <string_view>

namespace {

using namespace exwm_vr;

constexpr std::string_view beginning = R"(exwm-vr-guests(5)

# NAME

exwm-vr-guests - virtual machines and containers, and what they get of a GPU

# DESCRIPTION

*exwm-vr-gpu*(1) reads about virtual machines and containers from

. _$XDG_CONFIG\_HOME/exwm-vr/guests.yaml_, where _$XDG\_CONFIG\_HOME_ is _~/.config_
  by default
. _$XDG_CONFIG\_HOME/exwm-vr/guests.d/\*.yaml_, in the order of their names

or, with *--guests*, from one file that is named. None of them must be there.
Since a file says what is granted, it must belong to root or to the user who
reads it, and nobody else may be allowed to write to it.

Each guest has a *level* of trust. What the level grants is the most that the
guest gets: a description lowers it, never raises it. Where one asks for more,
what the level grants holds, and *exwm-vr-gpu guests* says so. The section
*levels* changes what levels grant: in _guests.yaml_ for all guests, in another
file for those of that file. A level never grants less than the one before it.

What is granted is not always enforced: that depends on the machine, and
*exwm-vr-gpu* says for each limit what enforces it.

Numbers and *true* and *false* are written without quotes; any other value is text
and may have quotes. A file is at most 1 MiB of UTF-8; YAML's anchors, aliases and
tags are refused. A file with an error is not used at all;
*exwm-vr-gpu guests --check* _FILE_ shows all errors, with line, column and what was
expected.

# LEVELS

What each grants by default:

)";

constexpr std::string_view keys_beginning = R"(
# KEYS

A name with a dot is a key inside a section, one with *[]* a key of each mapping of
a list. _MB_ means 2^20 bytes.
)";

constexpr std::string_view ending = R"(
# EXAMPLE

```
levels:
  low:
    vram_limit_mb: 384
guests:
  - name: work
    kind: vm
    level: medium
    gpu:
      enabled: true
      access_mode: virtio
      vram_limit_mb: 512
      priority: 75
      allow_vulkan: true
      allow_compute: false
    image: /var/lib/machines/work.qcow2
    network: own
    memory_mb: 4096
    cpus: 4
  - name: browser
    kind: application
    level: low
```

# SEE ALSO

*exwm-vr-gpu*(1), *exwm-vr*(5)
)";

void print_levels() {
    constexpr policy::Levels levels;
    for (const auto& word : policy::level_words) {
        const auto& grant = levels[word.value];
        print_to(
            stdout,
            "*{}*\n\t{} of the GPU's memory, {} % of its time, Vulkan: {}, operations: {}, {}\n\n",
            word.text,
            policy::size_to_string(grant.vram_bytes),
            grant.compute_percent,
            settings::escaped_for_manual(policy::to_string(grant.vulkan)),
            policy::to_string(grant.operations),
            grant.requests_per_second
                ? formatted("{} requests per second", *grant.requests_per_second)
                : "any number of requests"
        );
    }
}

void print_manual() {
    print_to(stdout, "{}", beginning);
    print_levels();
    print_to(stdout, "{}", keys_beginning);
    for (const auto& doc : policy::describe_guest_keys()) {
        print_to(stdout, "{}", settings::manual_entry(doc));
    }
    print_to(stdout, "{}", ending);
}

} // namespace

int main() {
    try {
        print_manual();
    } catch (const std::exception& error) {
        print_to(stderr, "guests-manual: {}\n", error.what());
        return 1;
    }
    return std::fflush(stdout) == 0 ? 0 : 1;
}
