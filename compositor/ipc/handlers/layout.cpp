// SPDX-License-Identifier: MIT
// How the shown workspace of the focused output places its windows.
#include "ipc/handlers/handlers.hpp"

#include <array>

namespace exwm_vr::ipc::handlers {
namespace {

Result<Plist> changed(Call& call) {
    call.desktop.model_changed();
    return Plist().set("layout", wm::to_string(call.desktop.model().layout()));
}

Result<Plist> set(Call& call) {
    const auto name = call.request.text("layout");
    if (!name) {
        return std::unexpected(name.error());
    }
    const auto kind = wm::layout_from_string(*name);
    if (!kind) {
        return fail("invalid :layout (tiling, grid, monocle or floating expected)");
    }
    call.desktop.model().set_layout(*kind);
    return changed(call);
}

Result<Plist> cycle(Call& call) {
    call.desktop.model().cycle_layout();
    return changed(call);
}

constexpr std::array table{
    Handler{"layout-set", set},
    Handler{"layout-cycle", cycle},
};

} // namespace

std::span<const Handler> layout() {
    return table;
}

} // namespace exwm_vr::ipc::handlers
