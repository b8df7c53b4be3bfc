// SPDX-License-Identifier: MIT
// Windows: what there is, focus, closing, and the two states that toggle.
#include "ipc/describe.hpp"
#include "ipc/handlers/handlers.hpp"

#include <array>

namespace exwm_vr::ipc::handlers {
namespace {

Result<Plist> list(Call& call) {
    std::vector<Value> surfaces;
    for (const Surface& surface : call.desktop.surfaces()) {
        if (call.session.hides(surface.pid)) {
            continue;
        }
        Plist entry;
        entry.set("id", surface.id.value).append(surface_plist(surface, call.session));
        surfaces.push_back(entry.take());
    }
    return Plist().set("surfaces", List{std::move(surfaces)});
}

Plist flat(const Surface& surface, const Session& session) {
    Plist plist;
    plist.set("surface-id", surface.id.value).append(surface_plist(surface, session));
    return plist;
}

Result<Plist> info(Call& call) {
    const auto surface = find_surface(call);
    if (!surface) {
        // EWWM v1 leaves the number out here alone.
        const bool unknown = surface.error().message.starts_with("unknown surface");
        return unknown ? fail("unknown surface") : std::unexpected(surface.error());
    }
    return flat(*surface, call.session);
}

Result<Plist> focused(Call& call) {
    const auto surface = call.desktop.surface(call.desktop.focused());
    return surface ? flat(*surface, call.session) : Plist().set("surface-id", Value());
}

/// Runs a change of the model on the window that the request names.
template <typename Change>
Result<Surface> change_window(Call& call, Change change) {
    auto surface = find_surface(call);
    if (!surface) {
        return surface;
    }
    const Result<void> changed = change(call.desktop.model(), *surface);
    if (!changed) {
        return std::unexpected(changed.error());
    }
    call.desktop.model_changed();
    return surface;
}

Result<Plist> focus(Call& call) {
    const auto surface =
        change_window(call, [](wm::Model& model, const Surface& s) { return model.focus(s.id); });
    if (!surface) {
        return std::unexpected(surface.error());
    }
    return Plist().set("surface-id", surface->id.value);
}

Result<Plist> close(Call& call) {
    const auto surface = find_surface(call);
    if (!surface) {
        return std::unexpected(surface.error());
    }
    if (const auto closed = call.desktop.close(surface->id); !closed) {
        return std::unexpected(closed.error());
    }
    return Plist().set("surface-id", surface->id.value);
}

/// What the request wants of a state: `:enable`, or the other one of what it is now.
Result<Plist> set_state(
    Call& call,
    std::string_view name,
    bool (*now)(const wm::WindowState&),
    Result<void> (*set)(wm::Model&, WindowId, bool)
) {
    const auto enable = call.request.flag_if("enable");
    if (!enable) {
        return std::unexpected(enable.error());
    }
    bool wanted = false;
    const auto surface = change_window(call, [&](wm::Model& model, const Surface& s) {
        wanted = enable->value_or(!now(s.state));
        return set(model, s.id, wanted);
    });
    if (!surface) {
        return std::unexpected(surface.error());
    }
    Plist plist;
    plist.set("surface-id", surface->id.value).set(name, wanted);
    return plist;
}

Result<Plist> fullscreen(Call& call) {
    return set_state(
        call,
        "fullscreen",
        [](const wm::WindowState& state) { return state.fullscreen; },
        [](wm::Model& model, WindowId id, bool on) { return model.set_fullscreen(id, on); }
    );
}

Result<Plist> floating(Call& call) {
    return set_state(
        call,
        "floating",
        [](const wm::WindowState& state) { return state.mode == wm::Mode::floating; },
        [](wm::Model& model, WindowId id, bool on) { return model.set_floating(id, on); }
    );
}

constexpr std::array table{
    Handler{"surface-list", list},
    Handler{"surface-info", info},
    Handler{"focused-surface", focused},
    Handler{"surface-focus", focus},
    Handler{"surface-close", close},
    Handler{"surface-fullscreen", fullscreen},
    Handler{"surface-float", floating},
};

} // namespace

std::span<const Handler> windows() {
    return table;
}

} // namespace exwm_vr::ipc::handlers
