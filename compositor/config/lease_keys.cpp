// SPDX-License-Identifier: MIT
#include "config/lease_keys.hpp"

#include "config/choice.hpp"
#include "config/kind.hpp"

namespace exwm_vr::config {
namespace {

constexpr std::array<Word<OutputUse>, 3> uses{{
    {"desktop", OutputUse::desktop},
    {"headset", OutputUse::headset},
    {"leasable", OutputUse::leasable},
}};

constexpr std::array<Word<LeaseDecision>, 3> decisions{{
    {"allow", LeaseDecision::allow},
    {"ask", LeaseDecision::ask},
    {"deny", LeaseDecision::deny},
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
            value<LeaseRule>(
                "executable",
                "Pattern for the program's path. Empty: any.",
                &LeaseRule::executable,
                kind::text()
            ),
            value<LeaseRule>(
                "engine",
                "Pattern for the engine of its sandbox, such as org.flatpak. A rule without this "
                "and app_id is for programs outside of sandboxes.",
                &LeaseRule::engine,
                kind::text()
            ),
            value<LeaseRule>(
                "app_id",
                "Pattern for its id in the sandbox. Empty: any.",
                &LeaseRule::app_id,
                kind::text()
            ),
            value<LeaseRule>("decision", "What is done.", &LeaseRule::decision, choice(decisions)),
        }
    );
    key.example = "- executable: /usr/bin/kmscube\n"
                  "  decision: allow\n";
    return key;
}

} // namespace exwm_vr::config
