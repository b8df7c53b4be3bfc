// SPDX-License-Identifier: MIT
// The compositor as a whole.
#include "ipc/handlers/handlers.hpp"

#include <array>

namespace exwm_vr::ipc::handlers {
namespace {

Result<Plist> reload(Call& call) {
    if (const auto reloaded = call.desktop.reload_config(); !reloaded) {
        return std::unexpected(reloaded.error());
    }
    return Plist();
}

Result<Plist> status(Call& call) {
    const Status status = call.desktop.status();
    Plist plist;
    plist.set("summary", status.summary)
        .set("config-error", status.config_error.empty() ? Value() : Value(status.config_error));
    return plist;
}

Result<Plist> spawn(Call& call) {
    const auto command = call.request.text("command");
    if (!command) {
        return std::unexpected(command.error());
    }
    if (command->empty()) {
        return fail("invalid :command (empty)");
    }
    const auto pid = call.desktop.spawn(*command);
    if (!pid) {
        return std::unexpected(pid.error());
    }
    return Plist().set("pid", *pid);
}

Result<Plist> exit(Call& call) {
    call.after_reply = [](Desktop& desktop) { desktop.exit(); };
    return Plist();
}

Result<Plist> pointer(Call& call) {
    const PointerState state = call.desktop.pointer();
    Plist plist;
    plist.set("x", state.x).set("y", state.y);
    return plist;
}

constexpr std::array table{
    Handler{"status", status},
    Handler{"config-reload", reload},
    Handler{"spawn", spawn},
    Handler{"pointer-position", pointer},
    Handler{"exit", exit},
};

} // namespace

std::span<const Handler> system() {
    return table;
}

} // namespace exwm_vr::ipc::handlers
