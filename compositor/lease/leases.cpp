// SPDX-License-Identifier: MIT
#include "lease/leases.hpp"

#include "base/format.hpp"
#include "base/log.hpp"
#include "lease/leases_entry.hpp"

#include <algorithm>
#include <ranges>

namespace exwm_vr::lease {
namespace {

std::string joined_names(const std::vector<Connector>& connectors) {
    std::string names;
    for (const auto& connector : connectors) {
        names += (names.empty() ? "" : ", ") + connector.name;
    }
    return names;
}

} // namespace

Leases::Leases(wl_display* display, LeaseHost host)
    : display_(display)
    , host_(std::move(host))
    , session_active_(*this) {}

Leases::~Leases() {
    end();
}

void Leases::end() {
    ending_ = true;
    for (const auto& entry : cards_) {
        entry->card.resume(); // what is held for the session's return is not needed any more
    }
    for (const auto& lease : leases()) {
        if (const auto* found = find(lease.id)) {
            found->granted() ? found->card().revoke(lease.id) : found->card().refuse(lease.id);
        }
    }
}

void Leases::configure(const config::Config& config) {
    settings_ = config.leases;
    rules_ = config.lease_rules;
}

void Leases::watch(wlr_session& session) {
    session_ = &session;
    session_active_.connect(session.events.active);
}

void Leases::add_card(wlr_backend& backend, wlr_device& device, std::string name) {
    cards_.push_back(std::make_unique<Entry>(*this, backend, device, std::move(name)));
}

void Leases::forget(const Entry& entry) {
    std::erase_if(seen_, [&](const auto& seen) { return seen.first.first == &entry.card; });
    const auto found = std::ranges::find(cards_, &entry, &std::unique_ptr<Entry>::get);
    (*found)->card.retire();
    (*found)->destroy.disconnect();
    retired_.push_back(std::move(*found));
    cards_.erase(found);
    constexpr int until_all_know = 5000; // ms
    retire_ =
        LoopCallback::timer(wl_display_get_event_loop(display_), [this] { retired_.clear(); });
    retire_.arm(until_all_know);
}

void Leases::on_session_active() {
    for (const auto& entry : cards_) {
        session_->active ? entry->card.resume() : entry->card.pause();
    }
}

void Leases::changed() {
    if (!ending_) {
        host_.changed();
    }
}

void Leases::set_locked(bool locked) {
    locked_ = locked;
    // Shown again in any case: whether leases end may be set otherwise since the lock came.
    for (const auto& entry : cards_) {
        entry->card.hide(locked && settings_.end_on_lock);
    }
    if (!locked || !settings_.end_on_lock) {
        return;
    }
    for (const auto& lease : leases()) {
        const auto* found = find(lease.id);
        if (found != nullptr && !found->granted()) {
            refuse(found->card(), *found, "the session is locked"); // no answer may come later
        } else if (found != nullptr) {
            log::info(
                "the lease of {} ends: the session is locked", joined_names(lease.connectors)
            );
            found->card().revoke(lease.id);
        }
    }
}

std::vector<LeaseState> Leases::leases() const {
    std::vector<LeaseState> all;
    for (const auto& entry : cards_) {
        for (const auto* lease : entry->card.leases()) {
            all.push_back(describe(*lease));
        }
    }
    std::ranges::sort(all, {}, &LeaseState::id);
    return all;
}

LeaseState Leases::describe(const Lease& lease) const {
    const auto asker = askers_.find(lease.id());
    return {
        .id = lease.id(),
        .connectors = lease.connectors(),
        .asker = asker != askers_.end() ? asker->second : Asker{},
        .granted = lease.granted(),
    };
}

std::string Leases::who(const Lease& lease) const {
    const auto found = askers_.find(lease.id());
    if (found == askers_.end()) {
        return "a client";
    }
    const auto& [pid, who] = found->second;
    const auto name = who.executable.empty() ? std::string("a program") : who.executable;
    return formatted("{} (pid {}{}{})", name, pid, who.sandboxed ? ", sandboxed " : "", who.app_id);
}

const Lease* Leases::find(std::uint64_t lease) const {
    for (const auto& entry : cards_) {
        if (const auto* found = entry->card.find(lease)) {
            return found;
        }
    }
    return nullptr;
}

void Leases::lease_requested(Card& card, const Lease& lease) {
    auto asker = host_.identify(wl_resource_get_client(lease.resource()));
    const auto answer = decide(asker.who, rules_);
    askers_[lease.id()] = std::move(asker);
    if (locked_ && settings_.end_on_lock) {
        refuse(card, lease, "the session is locked");
        return;
    }
    switch (answer.decision) {
    case Decision::allow:
        grant(card, lease, answer.reason);
        return;
    case Decision::deny:
        refuse(card, lease, answer.reason);
        return;
    case Decision::ask:
        break;
    }
    if (!host_.ask(describe(lease))) {
        refuse(card, lease, answer.reason + ", and nobody is there to be asked");
        return;
    }
    log::info("asked whether {} may lease {}", who(lease), joined_names(lease.connectors()));
    constexpr int ms = 1000;
    auto& timer = waiting_[lease.id()];
    timer = LoopCallback::timer(wl_display_get_event_loop(display_), [this, id = lease.id()] {
        if (const auto* late = find(id)) {
            refuse(late->card(), *late, "nobody answered in time"); // ends the timer, too
        }
    });
    timer.arm(settings_.ask_timeout_s * ms);
}

void Leases::grant(Card& card, const Lease& lease, const std::string& why) {
    const auto id = lease.id();
    waiting_.erase(id);
    const auto text =
        formatted("{} leases {}: {}", who(lease), joined_names(lease.connectors()), why);
    card.grant(id);
    const auto* found = card.find(id);
    if (found != nullptr && found->granted()) {
        log::info("{}", text);
        changed();
    }
}

void Leases::refuse(Card& card, const Lease& lease, const std::string& why) {
    log::warn("{} may not lease {}: {}", who(lease), joined_names(lease.connectors()), why);
    card.refuse(lease.id());
}

void Leases::lease_ended(const Lease& lease) {
    waiting_.erase(lease.id());
    askers_.erase(lease.id());
    if (!ending_) {
        // Once the lease is gone, whose end this is told in the midst of.
        give_back_ =
            LoopCallback::idle(wl_display_get_event_loop(display_), [this] { give_back(); });
    }
    changed();
}

Result<void> Leases::answer(std::uint64_t lease, bool allow) {
    const auto* found = find(lease);
    if (found == nullptr || found->granted()) {
        return fail("no lease {} waits for an answer", lease);
    }
    if (allow) {
        grant(found->card(), *found, "it was asked for and allowed");
    } else {
        refuse(found->card(), *found, "it was asked for and not allowed");
    }
    return {};
}

Result<void> Leases::revoke(std::uint64_t lease) {
    const auto* found = find(lease);
    if (found == nullptr || !found->granted()) {
        return fail("unknown lease: {}", lease);
    }
    log::info("the lease of {} is taken back", joined_names(found->connectors()));
    found->card().revoke(lease);
    return {};
}

} // namespace exwm_vr::lease
