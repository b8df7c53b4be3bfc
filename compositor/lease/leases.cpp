// SPDX-License-Identifier: MIT
#include "lease/leases.hpp"

#include "base/format.hpp"
#include "base/log.hpp"
#include "lease/leases_entry.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace exwm_vr::lease {
namespace {

constexpr const char* session_locked = "the session is locked";

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
    , session_active_(*this)
    , session_destroy_(*this) {}

Leases::~Leases() {
    end();
}

void Leases::end() {
    ending_ = true;
    for (const auto& entry : cards_) {
        entry->card.resume(); // what is held for the session's return is not needed any more
    }
    for (const auto& entry : cards_) {
        end_all(entry->card, "the session ends");
    }
}

void Leases::end_all(Card& card, const std::string& why) {
    std::vector<std::uint64_t> all;
    std::ranges::transform(card.leases(), std::back_inserter(all), &Lease::id);
    for (const auto id : all) {
        card.refuse(id, why); // if it was not granted
        card.revoke(id, why);
    }
}

void Leases::configure(const config::Config& config) {
    settings_ = config.leases;
    rules_ = config.lease_rules;
    if (locked_) {
        obey_lock();
    }
}

void Leases::watch(wlr_session& session) {
    session_ = &session;
    session_active_.connect(session.events.active);
    session_destroy_.connect(session.events.destroy);
}

void Leases::on_session_destroy() {
    session_active_.disconnect();
    session_destroy_.disconnect();
    session_ = nullptr;
}

void Leases::add_card(wlr_backend& backend, wlr_device& device, std::string name) {
    cards_.push_back(std::make_unique<Entry>(*this, backend, device, std::move(name)));
    cards_.back()->card.hide(hidden()); // it may come while the session is locked
}

void Leases::close_card(const wlr_backend& backend) {
    for (const auto& entry : cards_) {
        if (&entry->card.backend() == &backend) {
            entry->closing = true;
            entry->card.hide(Hidden::all);
            end_all(entry->card, "the graphics card is given away");
        }
    }
}

void Leases::output_shown(wlr_output& output) {
    auto* entry = entry_of(output);
    const auto leases = entry != nullptr ? entry->card.leases() : std::vector<const Lease*>();
    if (leases.empty()) {
        return;
    }
    const auto crtc = entry->card.crtc_of(wlr_drm_connector_get_id(&output));
    const auto lost = std::ranges::find_if(leases, [&](const Lease* lease) {
        return lease->granted() && std::ranges::contains(lease->crtcs(), crtc);
    });
    if (lost != leases.end()) {
        const auto why = formatted("{} shows the desktop by what showed its pictures", output.name);
        entry->card.revoke((*lost)->id(), why);
    }
}

bool Leases::make_room(const wlr_output& output) {
    auto* entry = entry_of(output);
    const auto leases = entry != nullptr ? entry->card.leases() : std::vector<const Lease*>();
    if (std::ranges::none_of(leases, &Lease::granted)) {
        return false;
    }
    end_all(entry->card, formatted("{} cannot be turned on beside it", output.name));
    return true;
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
    obey_lock();
}

Hidden Leases::hidden() const {
    if (!locked_) {
        return Hidden::nothing;
    }
    return settings_.end_on_lock ? Hidden::all : Hidden::desktop;
}

bool Leases::lock_forbids(const Lease& lease) const {
    return locked_ && (settings_.end_on_lock || asked_by(lease) == Asked::desktop);
}

void Leases::obey_lock() {
    for (const auto& lease : leases()) {
        if (const auto* found = find(lease.id); found != nullptr && lock_forbids(*found)) {
            found->card().refuse(lease.id, session_locked); // no answer may come later
        }
    }
    for (const auto& entry : cards_) {
        if (!entry->closing) {
            entry->card.hide(hidden());
        }
    }
    for (const auto& lease : leases()) {
        if (const auto* found = find(lease.id); found != nullptr && lock_forbids(*found)) {
            found->card().revoke(lease.id, session_locked);
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
    if (who.x11) {
        return "an X11 program";
    }
    const auto name = who.executable.empty() ? std::string("a program") : who.executable;
    return formatted(
        "{} ({}pid {}{}{})",
        name,
        who.by_own_word ? "by its own word, " : "",
        pid,
        who.sandboxed ? ", sandboxed " : "",
        who.app_id
    );
}

Asked Leases::asked_by(const Lease& lease) const {
    const bool headsets = std::ranges::all_of(lease.connectors(), [&](const Connector& one) {
        const auto seen = seen_.find({&lease.card(), one.id});
        return seen != seen_.end() && seen->second.verdict.headset;
    });
    return headsets ? Asked::headset : Asked::desktop;
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
    const auto answer = decide(asker.who, asked_by(lease), rules_);
    askers_[lease.id()] = std::move(asker);
    if (lock_forbids(lease)) {
        card.refuse(lease.id(), session_locked);
        return;
    }
    switch (answer.decision) {
    case Decision::allow:
        std::ignore = grant(card, lease, answer.reason); // why not is in the log
        return;
    case Decision::deny:
        refuse(lease, answer.reason);
        return;
    case Decision::ask:
        break;
    }
    if (!host_.ask(describe(lease))) {
        refuse(lease, answer.reason + ", and nobody is there to be asked");
        return;
    }
    log::info("asked whether {} may lease {}", who(lease), joined_names(lease.connectors()));
    constexpr int ms = 1000;
    auto& timer = waiting_[lease.id()];
    timer = LoopCallback::timer(wl_display_get_event_loop(display_), [this, id = lease.id()] {
        if (const auto* late = find(id)) {
            refuse(*late, "nobody answered in time"); // ends the timer, too
        }
    });
    timer.arm(settings_.ask_timeout_s * ms);
}

Result<void> Leases::grant(Card& card, const Lease& lease, const std::string& why) {
    waiting_.erase(lease.id());
    const auto text =
        formatted("{} leases {}: {}", who(lease), joined_names(lease.connectors()), why);
    auto granted = card.grant(lease.id());
    if (granted) {
        log::info("{}", text);
        changed();
    }
    return granted;
}

void Leases::refuse(const Lease& lease, const std::string& why) {
    if (lease.resource() != nullptr) {
        host_.refused(
            wl_resource_get_client(lease.resource()), joined_names(lease.connectors()) + ": " + why
        );
    }
    lease.card().refuse(lease.id(), why);
}

void Leases::lease_ended(const Lease& lease) {
    const auto names = joined_names(lease.connectors());
    if (lease.was_granted()) {
        log::info("the lease of {} by {} is over: {}", names, who(lease), lease.end());
    } else {
        log::warn("{} gets no lease of {}: {}", who(lease), names, lease.end());
    }
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
        return grant(found->card(), *found, "it was asked for and allowed");
    }
    refuse(*found, "it was asked for and not allowed");
    return {};
}

Result<void> Leases::revoke(std::uint64_t lease) {
    const auto* found = find(lease);
    if (found == nullptr || !found->granted()) {
        return fail("unknown lease: {}", lease);
    }
    found->card().revoke(lease, "it was taken back");
    return {};
}

} // namespace exwm_vr::lease
