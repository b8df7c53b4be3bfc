// SPDX-License-Identifier: MIT
#include "vr/headset/verdict.hpp"

#include "base/format.hpp"

#include <utility>

namespace exwm_vr::headset {
namespace {

/// What speaks for a headset in an EDID.
void add_evidence(const Edid& edid, Verdict& verdict) {
    const auto say = [&](std::string text) { verdict.evidence.push_back(std::move(text)); };
    const auto* known = find_known(edid.vendor, edid.product);
    if (known != nullptr) {
        verdict.name = known->name;
        verdict.panel = known->panel;
    }
    if (known != nullptr && !known->monitor) {
        say(formatted("{} {:04x} is {}", edid.vendor, edid.product, known->name));
    }
    if (edid.microsoft && edid.microsoft->version >= 1 && edid.microsoft->version <= 3 &&
        !edid.microsoft->desktop_use) {
        say(formatted(
            "its EDID has Microsoft's block for head-mounted displays, version {}",
            edid.microsoft->version
        ));
    }
    if (edid.primary_use == PrimaryUse::vr || edid.primary_use == PrimaryUse::ar) {
        say(formatted(
            "its DisplayID says that it is for {} reality",
            edid.primary_use == PrimaryUse::vr ? "virtual" : "augmented"
        ));
    }
}

} // namespace

Verdict judge(const Facts& facts) {
    Verdict verdict;
    if (facts.non_desktop) {
        verdict.evidence.emplace_back("the kernel says that it is not for the desktop");
    }
    if (facts.edid) {
        verdict.name = facts.edid->name;
        add_evidence(*facts.edid, verdict);
    }
    verdict.headset = !verdict.evidence.empty();
    if (facts.rule != Use::automatic) {
        verdict.headset = facts.rule == Use::headset;
        verdict.evidence.insert(
            verdict.evidence.begin(),
            verdict.headset ? "a rule says that it is a headset"
                            : "a rule says that it is for the desktop"
        );
    }
    return verdict;
}

} // namespace exwm_vr::headset
