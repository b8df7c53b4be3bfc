// SPDX-License-Identifier: MIT
// Wayland clients and what they may do.
#include "ipc/describe.hpp"
#include "ipc/handlers/handlers.hpp"

#include <array>

namespace exwm_vr::ipc::handlers {
namespace {

Result<Plist> list(Call& call) {
    std::vector<Value> entries;
    for (const WaylandClient& client : call.desktop.clients()) {
        entries.push_back(client_plist(client).take());
    }
    return Plist().set("clients", List{std::move(entries)});
}

constexpr std::array table{
    Handler{"client-list", list},
};

} // namespace

std::span<const Handler> clients() {
    return table;
}

} // namespace exwm_vr::ipc::handlers
