// SPDX-License-Identifier: MIT
// Headsets: who asks for them, who is asked, and how IPC sees them.
#include "base/log.hpp"
#include "server/clients.hpp"
#include "server/server.hpp"

#include <unistd.h>

#include <algorithm>

namespace exwm_vr::server {

lease::LeaseHost Server::lease_host() {
    return {
        .identify =
            [this](wl_client* client) {
                const auto known = describe_client(client, filter_);
                // Its process would be the compositor's, by whom it was connected.
                const bool x11 = xwayland_.is_server(client);
                return lease::Asker{
                    .pid = x11 ? 0 : known.pid,
                    .who = {
                        .same_user = known.user == getuid(),
                        .user = user_for_rules(static_cast<uid_t>(known.user)),
                        .executable = x11 ? "Xwayland" : known.executable,
                        .by_own_word = known.by_own_word,
                        .x11 = x11,
                        .sandboxed = known.sandboxed,
                        .engine = known.engine,
                        .app_id = known.app_id,
                        .instance_id = known.instance_id,
                    },
                };
            },
        .ask =
            [this](const auto& lease) { return ipc_.lease_requested(IpcDesktop::describe(lease)); },
        .refused =
            [this](wl_client* client, const std::string& what) {
                if (const auto known = describe_client(client, filter_); known.sandboxed) {
                    denials_.tell(known, policy::Denial::Reason::lease, what);
                }
            },
        .changed = [this] { ipc_.headsets_changed(); },
        .give_back = [this](wlr_output& output) { outputs_.adopt(output); },
        .take_away = [this](wlr_output& output) { outputs_.give_up(output); },
        .has = [this](const wlr_output* output) { return outputs_.find(output) != nullptr; },
        .rule = [this](const wlr_output& output) { return outputs_.use_for(output); },
    };
}

std::string Server::user_for_rules(uid_t user) {
    // The name may come from over the network, for which nothing here should wait without need.
    const auto names_user = [](const lease::Rule& rule) { return !rule.user.empty(); };
    if (std::ranges::none_of(settings_.config.lease_rules, names_user)) {
        return {};
    }
    auto& name = user_names_[user];
    if (name.empty()) {
        name = name_of_user(user);
    }
    return name;
}

void Server::connect_leases() {
    outputs_.set_claim([this](wlr_output& output, auto rule) {
        return leases_.claim(output, rule);
    });
    if (graphics_.kms) {
        leases_.watch(*graphics_.kms->session());
        graphics_.kms->set_events({
            .opened = [this](
                          const Kms::Card& card
                      ) { leases_.add_card(*card.backend, *card.device, card.name); },
            .closing = [this](const Kms::Card& card) { leases_.close_card(*card.backend); },
            .seat_lost = [this] { seat_lost(); },
        });
    }
}

void Server::seat_lost() {
    // Its cards and input devices have gone with it, and no other can be had while we run.
    log::error("the seat is lost, as seatd or logind has ended: shutting down");
    stop(1);
}

void Server::judge_outputs_anew() {
    std::vector<wlr_output*> handles;
    for (const auto* output : outputs_.all()) {
        handles.push_back(&output->handle());
    }
    leases_.judge_anew(handles);
}

std::vector<ipc::Headset> IpcDesktop::headsets() const {
    std::vector<ipc::Headset> all;
    for (const auto& headset : leases_.headsets()) {
        all.push_back({
            .connector = headset.connector.name,
            .connector_id = headset.connector.id,
            .card = headset.card,
            .name = headset.verdict.name,
            .evidence = headset.verdict.evidence,
            .lease = headset.lease,
            .mode = headset.mode,
            .refresh_mhz = headset.refresh_mhz,
            .panel = headset.verdict.panel ? headset.verdict.panel->size : Size{},
            .panel_refresh_mhz = headset.verdict.panel ? headset.verdict.panel->refresh_mhz : 0,
            .desktop = !headset.verdict.headset,
            .withdrawn = headset.withdrawn,
        });
    }
    return all;
}

ipc::Lease IpcDesktop::describe(const lease::LeaseState& lease) {
    ipc::Lease told{
        .id = lease.id,
        .connectors = {},
        .pid = lease.asker.pid,
        .executable = lease.asker.who.executable,
        .by_own_word = lease.asker.who.by_own_word,
        .sandboxed = lease.asker.who.sandboxed,
        .engine = lease.asker.who.engine,
        .app_id = lease.asker.who.app_id,
        .granted = lease.granted,
    };
    std::ranges::transform(
        lease.connectors, std::back_inserter(told.connectors), &lease::Connector::name
    );
    return told;
}

std::vector<ipc::Lease> IpcDesktop::leases() const {
    std::vector<ipc::Lease> all;
    std::ranges::transform(leases_.leases(), std::back_inserter(all), [](const auto& lease) {
        return describe(lease);
    });
    return all;
}

Result<void> IpcDesktop::answer_lease(std::uint64_t id, bool allow) {
    return leases_.answer(id, allow);
}

Result<void> IpcDesktop::offer_lease(const std::string& connector) {
    const auto* output = outputs_.find(connector);
    return leases_.offer(connector, output != nullptr ? &output->handle() : nullptr);
}

Result<void> IpcDesktop::withdraw_lease(const std::string& connector) {
    return leases_.withdraw(connector);
}

Result<void> IpcDesktop::revoke_lease(std::uint64_t id) {
    return leases_.revoke(id);
}

} // namespace exwm_vr::server
