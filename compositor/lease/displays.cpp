// SPDX-License-Identifier: MIT
// Which displays are leased: headsets, and what somebody offers besides.
#include "base/log.hpp"
#include "lease/edid_file.hpp"
#include "lease/leases_entry.hpp"

#include <algorithm>
#include <iterator>

namespace exwm_vr::lease {
namespace {

constexpr auto by_rule = "a rule offers it; the desktop's until it is leased";
constexpr auto by_hand = "it was offered by hand; the desktop's until it is leased";

headset::Use use_of(std::optional<config::OutputUse> rule) {
    if (!rule) {
        return headset::Use::automatic;
    }
    return *rule == config::OutputUse::headset ? headset::Use::headset : headset::Use::desktop;
}

void tell(const wlr_output& output, const headset::Verdict& verdict) {
    if (!verdict.evidence.empty()) {
        log::info(
            "output {} is {}: {}",
            output.name,
            verdict.headset ? "a headset" : "for the desktop",
            verdict.evidence.front()
        );
    }
}

} // namespace

Leases::Entry* Leases::entry_of(const wlr_output& output) const {
    const auto found = std::ranges::find_if(cards_, [&](const auto& entry) {
        return &entry->card.backend() == output.backend;
    });
    return found != cards_.end() ? found->get() : nullptr;
}

Leases::Judgement
Leases::judge(const Entry& entry, const wlr_output& output, std::optional<config::OutputUse> rule) {
    headset::Facts facts{.non_desktop = output.non_desktop, .edid = {}, .rule = use_of(rule)};
    if (auto edid = read_edid_of(entry.name, output.name)) {
        facts.edid = std::move(*edid);
    } else {
        log::debug("{}: {}", output.name, edid.error().message);
    }
    auto verdict = headset::judge(facts);
    const bool offered = offered_.contains(output.name);
    const bool leasable =
        offered || (rule == config::OutputUse::leasable && !withdrawn(output.name));
    if (!verdict.headset && leasable) {
        verdict.evidence.assign(1, offered ? by_hand : by_rule);
    }
    return {.verdict = std::move(verdict), .leasable = leasable};
}

bool Leases::claim(wlr_output& output, std::optional<config::OutputUse> rule) {
    if (ending_) {
        return true;
    }
    auto* entry = entry_of(output);
    if (entry == nullptr) {
        return false;
    }
    if (entry->closing) {
        return true;
    }
    const auto id = wlr_drm_connector_get_id(&output);
    if (entry->card.is_leased(id)) {
        // A hotplug made the backend show again what is leased. Whatever it is by now, the desktop
        // gets it at the end of the lease only, by give_back().
        take(*entry, output, seen_.at({&entry->card, id}).verdict);
        return true;
    }
    auto [verdict, leasable] = judge(*entry, output, rule);
    tell(output, verdict);
    const bool headset = verdict.headset;
    if (headset || leasable) {
        take(*entry, output, std::move(verdict));
    } else {
        seen_.erase({&entry->card, id});
    }
    return headset;
}

void Leases::take(Entry& entry, wlr_output& output, headset::Verdict verdict) {
    const auto id = wlr_drm_connector_get_id(&output);
    HeadsetState state{
        .connector = {.id = id, .name = output.name},
        .card = entry.name,
        .verdict = std::move(verdict),
    };
    if (const auto* mode = wlr_output_preferred_mode(&output)) {
        state.mode = {mode->width, mode->height};
        state.refresh_mhz = mode->refresh;
    }
    const bool headset = state.verdict.headset;
    seen_[{&entry.card, id}] = std::move(state);
    entry.card.take(output, headset);
    changed();
}

/// Puts an output that nobody has leased to where it belongs.
void Leases::settle(Entry& entry, wlr_output& output) {
    const auto id = wlr_drm_connector_get_id(&output);
    auto [verdict, leasable] = judge(entry, output, host_.rule(output));
    const auto seen = seen_.find({&entry.card, id});
    const bool taken = entry.card.output(id) != nullptr;
    const bool same = taken && seen != seen_.end() && seen->second.verdict == verdict;
    const bool headset = verdict.headset;
    if (!same) {
        tell(output, verdict);
    }
    if (headset) {
        host_.take_away(output);
    }
    if ((headset || leasable) && !same) {
        take(entry, output, std::move(verdict));
    }
    if (!headset && !leasable && taken) {
        seen_.erase({&entry.card, id});
        entry.card.withdraw(id);
        changed();
    }
    if (!headset) {
        host_.give_back(output);
    }
}

void Leases::judge_anew(const std::vector<wlr_output*>& desktop) {
    for (const auto& entry : cards_) {
        std::set<wlr_output*> outputs;
        for (const auto& [place, seen] : seen_) {
            if (auto* output =
                    place.first == &entry->card ? place.first->output(place.second) : nullptr) {
                outputs.insert(output);
            }
        }
        std::ranges::copy_if(
            desktop, std::inserter(outputs, outputs.end()), [&](const wlr_output* output) {
                return entry_of(*output) == entry.get();
            }
        );
        const auto is_taken = [&](const wlr_output* output) {
            return std::ranges::any_of(seen_, [&](const auto& seen) {
                const auto& [card, connector] = seen.first;
                return card == &entry->card && card->output(connector) == output;
            });
        };
        for (auto* output : outputs) {
            // Room that was made for one before it may have ended a lease, and outputs with that.
            if (host_.has(output) || is_taken(output)) {
                settle(*entry, *output);
            }
        }
    }
}

void Leases::give_back() {
    judge_anew({});
    for (const auto& entry : cards_) {
        entry->card.update_all();
    }
}

std::vector<HeadsetState> Leases::headsets() const {
    std::vector<HeadsetState> all;
    for (const auto& [place, seen] : seen_) {
        auto state = seen;
        for (const auto* lease : place.first->leases()) {
            if (lease->granted() &&
                std::ranges::contains(lease->connectors(), place.second, &Connector::id)) {
                state.lease = lease->id();
            }
        }
        if (withdrawn(seen.connector.name)) {
            state.withdrawn = true;
            state.verdict.evidence.emplace_back("withdrawn by hand");
        }
        if (state.lease != 0 || place.first->offers(seen.connector.name)) {
            all.push_back(std::move(state));
        }
    }
    return all;
}

const HeadsetState* Leases::find_taken(const std::string& connector, Card*& card) const {
    for (const auto& [place, seen] : seen_) {
        const auto entry =
            std::ranges::find(cards_, place.first, [](const auto& one) { return &one->card; });
        const bool there = entry != cards_.end() &&
                           (place.first->is_leased(place.second) || place.first->offers(connector));
        if (seen.connector.name == connector && there) {
            card = &(*entry)->card;
            return &seen;
        }
    }
    return nullptr;
}

bool Leases::withdrawn(const std::string& connector) const {
    return withdrawn_.contains(connector);
}

Result<void> Leases::offer(const std::string& connector, wlr_output* desktop) {
    Card* card = nullptr;
    if (find_taken(connector, card) != nullptr) {
        withdrawn_.erase(connector);
        card->update_all();
    } else if (auto* entry = desktop != nullptr ? entry_of(*desktop) : nullptr) {
        withdrawn_.erase(connector);
        take(*entry, *desktop, {.headset = false, .name = {}, .evidence = {by_hand}});
    } else if (desktop != nullptr) {
        return fail("{} cannot be leased: no graphics card shows it", connector);
    } else {
        return fail("there is no display {}", connector);
    }
    const auto* taken = find_taken(connector, card); // also while it is leased
    if (taken != nullptr && !taken->verdict.headset) {
        offered_.insert(connector);
    }
    log::info("{} is offered for leases", connector);
    changed();
    return {};
}

Result<void> Leases::withdraw(const std::string& connector) {
    Card* card = nullptr;
    const auto* taken = find_taken(connector, card);
    if (taken == nullptr) {
        return fail("no display {} is offered for leases", connector);
    }
    offered_.erase(connector);
    withdrawn_.insert(connector);
    if (taken->verdict.headset || card->is_leased(taken->connector.id)) {
        card->update_all();
    } else {
        card->withdraw(taken->connector.id);
    }
    log::info("{} is offered for leases no more", connector);
    changed();
    return {};
}

} // namespace exwm_vr::lease
