// SPDX-License-Identifier: MIT
// Input devices.
#include "ipc/describe.hpp"
#include "ipc/handlers/handlers.hpp"

#include <array>

namespace exwm_vr::ipc::handlers {
namespace {

Result<Plist> list(Call& call) {
    std::vector<Value> entries;
    for (const config::InputState& input : call.desktop.inputs()) {
        entries.push_back(input_plist(input).take());
    }
    return Plist().set("inputs", List{std::move(entries)});
}

constexpr std::array table{
    Handler{"input-list", list},
};

} // namespace

std::span<const Handler> inputs() {
    return table;
}

} // namespace exwm_vr::ipc::handlers
