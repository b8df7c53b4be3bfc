// SPDX-License-Identifier: MIT
// Headsets, and who may have them.
#include "ipc/describe.hpp"
#include "ipc/handlers/handlers.hpp"

#include <array>
#include <limits>

namespace exwm_vr::ipc::handlers {
namespace {

Result<std::uint64_t> lease_id(const Call& call) {
    const auto id = call.request.integer("lease-id", 1, std::numeric_limits<std::int64_t>::max());
    if (!id) {
        return std::unexpected(id.error());
    }
    return static_cast<std::uint64_t>(*id);
}

Result<Plist> list_headsets(Call& call) {
    std::vector<Value> entries;
    for (const Headset& headset : call.desktop.headsets()) {
        entries.push_back(headset_plist(headset).take());
    }
    return Plist().set("headsets", List{std::move(entries)});
}

Result<Plist> list_leases(Call& call) {
    std::vector<Value> entries;
    for (const Lease& lease : call.desktop.leases()) {
        entries.push_back(lease_plist(lease).take());
    }
    return Plist().set("leases", List{std::move(entries)});
}

Result<Plist> answer(Call& call) {
    const auto id = lease_id(call);
    if (!id) {
        return std::unexpected(id.error());
    }
    const auto allow = call.request.flag_if("allow");
    if (!allow) {
        return std::unexpected(allow.error());
    }
    // Silence is no consent.
    if (auto done = call.desktop.answer_lease(*id, allow->value_or(false)); !done) {
        return std::unexpected(done.error());
    }
    return Plist().set("lease-id", *id);
}

Result<Plist> revoke(Call& call) {
    const auto id = lease_id(call);
    if (!id) {
        return std::unexpected(id.error());
    }
    if (auto done = call.desktop.revoke_lease(*id); !done) {
        return std::unexpected(done.error());
    }
    return Plist().set("lease-id", *id);
}

/// What is done with the display that the request names.
Result<Plist>
with_connector(const Call& call, Result<void> (Desktop::*act)(const std::string& connector)) {
    const auto connector = call.request.text("connector");
    if (!connector) {
        return std::unexpected(connector.error());
    }
    if (auto done = (call.desktop.*act)(*connector); !done) {
        return std::unexpected(done.error());
    }
    return Plist().set("connector", *connector);
}

Result<Plist> offer(Call& call) {
    return with_connector(call, &Desktop::offer_lease);
}

Result<Plist> withdraw(Call& call) {
    return with_connector(call, &Desktop::withdraw_lease);
}

constexpr std::array table{
    Handler{"headset-list", list_headsets},
    Handler{"lease-list", list_leases},
    Handler{"lease-answer", answer},
    Handler{"lease-revoke", revoke},
    Handler{"lease-offer", offer},
    Handler{"lease-withdraw", withdraw},
};

} // namespace

std::span<const Handler> leases() {
    return table;
}

} // namespace exwm_vr::ipc::handlers
