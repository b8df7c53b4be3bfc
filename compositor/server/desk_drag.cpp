// SPDX-License-Identifier: MIT
// Windows that the pointer moves and resizes: the desk's part in it.
#include "server/desk.hpp"
#include "server/resize.hpp"

#include <cmath>
#include <string>

namespace exwm_vr::server {
namespace {

constexpr const char* session_locked = "the session is locked";
constexpr Size smallest_window{48, 32};

std::string cursor_for(std::uint32_t edges) {
    std::string name;
    name += (edges & edge::top) != 0 ? "n" : (edges & edge::bottom) != 0 ? "s" : "";
    name += (edges & edge::left) != 0 ? "w" : (edges & edge::right) != 0 ? "e" : "";
    return name + "-resize";
}

} // namespace

Result<void> Desk::begin_move(WindowId id) {
    const auto* window = find(id);
    if (window == nullptr) {
        return fail("unknown surface: {}", id.value);
    }
    if (lock_.locked()) {
        return fail(session_locked);
    }
    if (!seat_->pointer().button_down()) {
        return fail("no pointer button is down");
    }
    const auto start = window->placement().box;
    seat_->pointer().begin_drag(
        "grabbing",
        [this, id, start](double dx, double dy) {
            auto box = start;
            box.x += static_cast<int>(std::lround(dx));
            box.y += static_cast<int>(std::lround(dy));
            request(id, [&] { return model_.set_box(id, box); });
        },
        [] {}
    );
    return {};
}

Result<void> Desk::begin_resize(WindowId id, std::uint32_t edges) {
    auto* window = find(id);
    if (window == nullptr) {
        return fail("unknown surface: {}", id.value);
    }
    if (lock_.locked()) {
        return fail(session_locked);
    }
    auto& pointer = seat_->pointer();
    if (!pointer.button_down()) {
        return fail("no pointer button is down");
    }
    const auto start = window->placement().box;
    if (edges == 0) {
        edges =
            nearest_corner(start, {static_cast<int>(pointer.x()), static_cast<int>(pointer.y())});
    }
    pointer.begin_drag(
        cursor_for(edges),
        [this, id, start, edges](double dx, double dy) {
            const auto* dragged = find(id);
            if (dragged == nullptr) {
                return;
            }
            const auto box = resized(start, edges, dx, dy, smallest_window);
            const int borders = 2 * dragged->placement().border;
            const auto limits = dragged->limits();
            auto size = wm::within(limits, {box.width - borders, box.height - borders});
            size = wm::within(limits, wm::in_steps(dragged->steps(), size));
            size = {size.width + borders, size.height + borders};
            request(id, [&] { return model_.set_box(id, with_size(start, size, edges)); });
        },
        [this, id] {
            resizing_ = {};
            resizing_edges_ = 0;
            if (auto* ended = find(id)) {
                ended->set_resizing(false);
            }
        }
    );
    resizing_ = id;
    resizing_edges_ = edges;
    window->set_resizing(true);
    return {};
}

void Desk::window_redrawn(shell::Window& window) {
    if (seat_ == nullptr) {
        return;
    }
    auto& pointer = seat_->pointer();
    const Point at{static_cast<int>(pointer.x()), static_cast<int>(pointer.y())};
    if (window.placement().visible && window.placement().box.contains(at)) {
        pointer.refresh(); // another part of it may be where the pointer rests
    }
}

void Desk::window_resized_itself(shell::Window& window, Size content) {
    const auto& placement = window.placement();
    const Size outer{content.width + 2 * placement.border, content.height + 2 * placement.border};
    const auto edges = resizing_ == window.id() ? resizing_edges_ : 0;
    request(window.id(), [&] {
        return model_.set_box(window.id(), with_size(placement.box, outer, edges));
    });
}

bool Desk::holds_pointer(const shell::Window& window, std::optional<std::uint32_t> serial) const {
    auto& seat = seat_->handle();
    if (serial) {
        return wlr_seat_validate_pointer_grab_serial(&seat, window.surface(), *serial);
    }
    const auto& state = seat.pointer_state;
    return state.button_count > 0 && state.focused_surface != nullptr &&
           wlr_surface_get_root_surface(state.focused_surface) == window.surface();
}

void Desk::move_requested(shell::Window& window, std::optional<std::uint32_t> serial) {
    if (!window.placement().tiled && holds_pointer(window, serial)) {
        request(window.id(), [&] { return begin_move(window.id()); });
    }
}

void Desk::resize_requested(
    shell::Window& window, std::optional<std::uint32_t> serial, std::uint32_t edges
) {
    if (!window.placement().tiled && holds_pointer(window, serial)) {
        request(window.id(), [&] { return begin_resize(window.id(), edges); });
    }
}

} // namespace exwm_vr::server
