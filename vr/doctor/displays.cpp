// SPDX-License-Identifier: MIT
#include "vr/doctor/displays.hpp"

#include "vr/doctor/text.hpp"

#include <algorithm>

namespace exwm_vr::doctor {

namespace {

constexpr std::size_t edid_limit = 32UL * 1024; // 256 blocks, which are all that an EDID can have

std::string describe(const Display& display) {
    const auto& name = display.verdict.name;
    return name.empty() ? display.name : formatted("{} ({})", display.name, name);
}

std::string state_of(const KnownHeadset& headset) {
    if (!headset.lessee.empty()) {
        return "leased by " + headset.lessee;
    }
    return headset.offered ? "offered to programs" : "withdrawn, and offered to no program";
}

/// "card0-DP-1" is where its card's "DP-1" is.
bool is_at(const Display& display, const KnownHeadset& headset) {
    return display.name == headset.card + '-' + headset.connector;
}

} // namespace

std::optional<std::vector<Display>> find_displays(const Probe& probe) {
    const std::string folder = "/sys/class/drm/";
    std::vector<Display> displays;
    bool any = false;
    for (const auto& name : probe.files.list(folder)) {
        constexpr std::size_t word = 64;
        const auto status = probe.files.read(folder + name + "/status", word);
        if (!name.starts_with("card") || !name.contains('-') || !status) {
            continue;
        }
        any = true;
        if (trimmed(*status) != "connected") {
            continue;
        }
        Display display{.name = name};
        const auto card = name.substr(0, name.find('-'));
        display.card_number = trimmed(probe.files.read(folder + card + "/dev", word).value_or(""));
        const auto bytes = probe.files.read(folder + name + "/edid", edid_limit);
        headset::Facts facts;
        if (probe.non_desktop) {
            facts.non_desktop =
                probe.non_desktop(card, name.substr(card.size() + 1)).value_or(false);
        }
        if (!bytes) {
            display.problem = bytes.error().message;
        } else if (bytes->empty()) {
            display.problem = "it says nothing of itself (no EDID)";
        } else {
            const auto* first = reinterpret_cast<const std::uint8_t*>(bytes->data());
            auto edid = headset::read_edid({first, bytes->size()});
            if (edid) {
                facts.edid = *std::move(edid);
            } else {
                display.problem = edid.error().message;
            }
        }
        display.verdict = headset::judge(facts);
        displays.push_back(std::move(display));
    }
    return any ? std::optional(std::move(displays)) : std::nullopt;
}

Finding judge(const std::optional<std::vector<Display>>& displays) {
    Finding finding{.id = "headset"};
    if (!displays) {
        finding.state = State::unknown;
        finding.evidence = {"no connector of a GPU can be seen here"};
        finding.advice = "in a container, run this outside of it";
        return finding;
    }
    std::vector<std::string> others;
    for (const auto& display : *displays) {
        if (display.verdict.headset) {
            finding.state = State::ok;
            finding.evidence.push_back(
                formatted("{}: {}", describe(display), display.verdict.evidence.front())
            );
        } else if (!display.problem.empty()) {
            others.push_back(formatted("{}: {}", display.name, display.problem));
        } else {
            others.push_back(formatted("{} says nothing of being a headset", describe(display)));
        }
    }
    if (finding.state == State::ok) {
        return finding;
    }
    finding.state = State::warning;
    finding.evidence = {"no headset is plugged in, as far as EDIDs and the kernel tell"};
    finding.evidence.append_range(others);
    finding.advice = "plug it in and switch it on; one that calls itself a monitor needs a rule "
                     "with use: headset, see outputs in exwm-vr(5)";
    return finding;
}

Finding judge(
    const Result<std::vector<KnownHeadset>>& known,
    const std::optional<std::vector<Display>>& displays
) {
    Finding finding{.id = "compositor"};
    if (!known) {
        finding.evidence = {known.error().message};
        finding.advice = "run this in an EXWM-VR session to see what it offers";
        return finding;
    }
    finding.state = State::ok;
    for (const auto& headset : *known) {
        finding.evidence.push_back(formatted(
            "{}{}{} is {}",
            headset.connector,
            headset.name.empty() ? "" : formatted(" ({})", headset.name),
            headset.desktop ? ", an output of the desktop," : "",
            state_of(headset)
        ));
        if (headset.lessee.empty() && !headset.offered) {
            finding.state = State::warning;
            finding.advice = "exwm-vrctl lease offer " + headset.connector + " offers it again";
        }
    }
    for (const auto& display : displays.value_or(std::vector<Display>())) {
        const bool has = std::ranges::any_of(*known, [&](const KnownHeadset& headset) {
            return is_at(display, headset);
        });
        if (display.verdict.headset && !has) {
            finding.state = State::warning;
            finding.evidence.push_back(
                formatted("{} is no headset to the compositor", describe(display))
            );
            finding.advice = "see whether a rule of the configuration has use: desktop for it, and "
                             "whether the compositor drives that card (exwm-vrctl gpus)";
        }
    }
    if (finding.evidence.empty()) {
        finding.evidence = {"it answers, and has no headset to offer"};
    }
    return finding;
}

} // namespace exwm_vr::doctor
