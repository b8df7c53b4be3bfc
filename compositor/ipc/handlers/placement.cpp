// SPDX-License-Identifier: MIT
// Where windows are: moving and resizing, by numbers and with the pointer.
#include "ipc/describe.hpp"
#include "ipc/handlers/handlers.hpp"

#include <algorithm>
#include <array>

namespace exwm_vr::ipc::handlers {
namespace {

constexpr std::int64_t max_coordinate = 1'000'000; // logical px; sums stay far from overflow
constexpr std::int64_t max_side = 32'767;          // logical px

Result<Point> read_point(const Fields& fields) {
    const auto x = fields.integer("x", -max_coordinate, max_coordinate);
    if (!x) {
        return std::unexpected(x.error());
    }
    const auto y = fields.integer("y", -max_coordinate, max_coordinate);
    if (!y) {
        return std::unexpected(y.error());
    }
    return Point{static_cast<int>(*x), static_cast<int>(*y)};
}

Result<Size> read_size(const Fields& fields) {
    const auto width = fields.integer("w", 1, max_side);
    if (!width) {
        return std::unexpected(width.error());
    }
    const auto height = fields.integer("h", 1, max_side);
    if (!height) {
        return std::unexpected(height.error());
    }
    return Size{static_cast<int>(*width), static_cast<int>(*height)};
}

/// The top left corner of a window's content, inside its border.
Point content_origin(const wm::Placement& placement) {
    return {placement.box.x + placement.border, placement.box.y + placement.border};
}

/// Emacs counts from the corner of its frame (`window-pixel-edges`), and a version 1 peer cannot
/// say of which: the frame on the window's output is taken, else any of its frames, else the
/// output itself, where a frame would be when there was one.
Point v1_origin(const Call& call, const Surface& surface) {
    std::optional<Point> origin;
    for (const wm::Placement& placement : call.desktop.model().arrange()) {
        const auto window = call.desktop.surface(placement.window);
        if (!placement.visible || !window || !call.session.owns(window->pid) ||
            placement.window == surface.id) {
            continue;
        }
        if (placement.output == surface.state.output) {
            return content_origin(placement);
        }
        origin = content_origin(placement);
    }
    if (origin) {
        return *origin;
    }
    const auto outputs = call.desktop.outputs();
    const auto output = std::ranges::find(outputs, surface.state.output, &Output::id);
    return output == outputs.end() ? Point{} : output->box.origin();
}

/// What `:geometry` is relative to: the layout, or the window that `:frame` names.
Result<Point> geometry_origin(const Call& call, const Surface& surface) {
    const auto frame = call.request.integer_if("frame", 0, INT64_MAX);
    if (!frame) {
        return std::unexpected(frame.error());
    }
    if (!*frame) {
        return call.session.version == 1 ? v1_origin(call, surface) : Point{};
    }
    const WindowId id{static_cast<std::uint64_t>(**frame)};
    const auto placements = call.desktop.model().arrange();
    const auto placement = std::ranges::find(placements, id, &wm::Placement::window);
    if (placement == placements.end()) {
        return fail("unknown surface: {}", id.value);
    }
    return content_origin(*placement);
}

Result<Plist> place(Call& call, WindowId id, const Result<void>& placed) {
    if (!placed) {
        return std::unexpected(placed.error());
    }
    call.desktop.model_changed();
    Plist plist;
    plist.set("surface-id", id.value);
    if (const auto now = call.desktop.surface(id)) {
        plist.set("geometry", geometry_plist(now->state.box).take());
    }
    return plist;
}

/// A window that a peer lays out stays with it; any other one floats from now on.
Result<void> set_box(Call& call, const Surface& surface, Box box) {
    wm::Model& model = call.desktop.model();
    if (surface.state.mode == wm::Mode::external) {
        return model.place_external(surface.id, box);
    }
    return model.set_box(surface.id, box);
}

Result<Plist> move(Call& call) {
    const auto surface = find_surface(call);
    if (!surface) {
        return std::unexpected(surface.error());
    }
    const auto point = read_point(call.request);
    if (!point) {
        return std::unexpected(point.error());
    }
    const Box now = surface->state.box;
    return place(
        call, surface->id, set_box(call, *surface, {point->x, point->y, now.width, now.height})
    );
}

/// EWWM v1's layout engine sends `:geometry` here and means both place and size.
Result<Plist> resize_to_geometry(Call& call, const Surface& surface, const Fields& geometry) {
    const auto point = read_point(geometry);
    if (!point) {
        return std::unexpected(point.error());
    }
    const auto size = read_size(geometry);
    if (!size) {
        return std::unexpected(size.error());
    }
    const auto origin = geometry_origin(call, surface);
    if (!origin) {
        return std::unexpected(origin.error());
    }
    const Box box{origin->x + point->x, origin->y + point->y, size->width, size->height};
    return place(call, surface.id, call.desktop.model().place_external(surface.id, box));
}

Result<Plist> resize(Call& call) {
    const auto surface = find_surface(call);
    if (!surface) {
        return std::unexpected(surface.error());
    }
    const auto geometry = call.request.fields_if("geometry");
    if (!geometry) {
        return std::unexpected(geometry.error());
    }
    if (*geometry) {
        return resize_to_geometry(call, *surface, **geometry);
    }
    const auto size = read_size(call.request);
    if (!size) {
        return std::unexpected(size.error());
    }
    const Box now = surface->state.box;
    return place(
        call, surface->id, set_box(call, *surface, {now.x, now.y, size->width, size->height})
    );
}

Result<Plist> interactive(Call& call, Result<void> (Desktop::*begin)(WindowId)) {
    const auto surface = find_surface(call);
    if (!surface) {
        return std::unexpected(surface.error());
    }
    if (const auto begun = (call.desktop.*begin)(surface->id); !begun) {
        return std::unexpected(begun.error());
    }
    return Plist().set("surface-id", surface->id.value);
}

Result<Plist> move_interactive(Call& call) {
    return interactive(call, &Desktop::begin_move);
}

Result<Plist> resize_interactive(Call& call) {
    return interactive(call, &Desktop::begin_resize);
}

constexpr std::array table{
    Handler{"surface-move", move},
    Handler{"surface-resize", resize},
    Handler{"surface-move-interactive", move_interactive},
    Handler{"surface-resize-interactive", resize_interactive},
};

} // namespace

std::span<const Handler> placement() {
    return table;
}

} // namespace exwm_vr::ipc::handlers
