// SPDX-License-Identifier: MIT
#include "config/lease_keys.hpp"

#include "config/kind.hpp"
#include "config/settings.hpp"

namespace exwm_vr::config {
namespace {

constexpr std::array<Word<OutputUse>, 3> uses{{
    {"desktop", OutputUse::desktop},
    {"headset", OutputUse::headset},
    {"leasable", OutputUse::leasable},
}};

constexpr std::array<Word<lease::Decision>, 3> decisions{{
    {"allow", lease::Decision::allow},
    {"ask", lease::Decision::ask},
    {"deny", lease::Decision::deny},
}};

} // namespace

Key<OutputRule> output_use_key() {
    return value<OutputRule>(
        "use",
        "Who it is for: a headset is leased to programs that drive headsets, and never a part of "
        "the desktop; what is leasable is, until a program leases it. Left out: what the display "
        "says of itself.",
        &OutputRule::use,
        choice(uses)
    );
}

Key<Config> leases_key() {
    return section<Config>(
        "leases",
        "Headsets, which are leased to programs.",
        &Config::leases,
        {
            value<Leases>(
                "ask_timeout",
                "How long a question whether a program may lease a headset waits for an answer, "
                "which then is no.",
                &Leases::ask_timeout_s,
                kind::whole(1, 600, "s")
            ),
            value<Leases>(
                "end_on_lock",
                "Whether leases end when the session is locked, and begin only when it is not.",
                &Leases::end_on_lock,
                kind::flag()
            ),
        }
    );
}

Key<Config> lease_rules_key() {
    auto key = list_of_mappings<Config>(
        "lease_rules",
        "Who may lease headsets; the first rule that matches decides. In patterns * stands for any "
        "characters, ? for one. Without a rule Monado and SteamVR may, programs in a sandbox may "
        "not, and others are asked about.",
        &Config::lease_rules,
        {
            value<lease::Rule>(
                "executable",
                "Pattern for the program's path. Empty: any.",
                &lease::Rule::executable,
                kind::text()
            ),
            value<lease::Rule>(
                "engine",
                "Pattern for the engine of its sandbox, such as org.flatpak. A rule without this "
                "and app_id is for programs outside of sandboxes.",
                &lease::Rule::engine,
                kind::text()
            ),
            value<lease::Rule>(
                "app_id",
                "Pattern for its id in the sandbox. Empty: any.",
                &lease::Rule::app_id,
                kind::text()
            ),
            value<lease::Rule>(
                "decision", "What is done.", &lease::Rule::decision, choice(decisions)
            ),
        }
    );
    key.example = "- executable: /usr/bin/kmscube\n"
                  "  decision: allow\n";
    return key;
}

} // namespace exwm_vr::config
