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
                "Whether leases of headsets end when the session is locked, and begin only when it "
                "is not. Those of outputs of the desktop always do: a locked session shows the "
                "locker on all of them.",
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
        "characters, ? for one. Without a rule Monado and SteamVR may have headsets; programs in a "
        "sandbox and those of other users may not; and others are asked about, as those two are "
        "for outputs of the desktop. A program in a sandbox sees no headset to ask for unless "
        "sandbox allows it wp_drm_lease_device_v1, too.",
        &Config::lease_rules,
        {
            value<lease::Rule>(
                "executable",
                "Pattern for the program's path. Empty: any. Of a program with capabilities, as "
                "Monado and SteamVR often are, the kernel tells no path: it is known by the name "
                "that it was started by, and that is its own word.",
                &lease::Rule::executable,
                kind::text()
            ),
            value<lease::Rule>(
                "user",
                "Pattern for the name of the program's user. Empty: the compositor's own only.",
                &lease::Rule::user,
                kind::text()
            ),
            value<lease::Rule>(
                "engine",
                "Pattern for the engine of its sandbox, such as org.flatpak. A rule without this, "
                "app_id and instance_id is for programs outside of sandboxes.",
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
                "instance_id",
                "Pattern for the id of the sandbox itself. Empty: any.",
                &lease::Rule::instance_id,
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
