// SPDX-License-Identifier: MIT
#include "input/constraints.hpp"

#include "base/log.hpp"
#include "scene/surface_scale.hpp"

#include <utility>

namespace exwm_vr::input {
namespace {

/// Where a constraint leaves the pointer, in the px of its client, who counts @p scale for each
/// logical px. wlroots computes that of a client that gave none only at its next commit, and takes
/// all px for logical ones.
Region where_allowed(const wlr_pointer_constraint_v1& constraint, double scale) {
    Region input;
    wlr_region_scale(input.get(), &constraint.surface->input_region, static_cast<float>(scale));
    if (pixman_region32_empty(&constraint.current.region) != 0) {
        return input;
    }
    Region both;
    pixman_region32_intersect(both.get(), input.get(), &constraint.current.region);
    return both;
}

} // namespace

Constraints::Constraints(wl_display* display, wlr_seat& seat, wlr_cursor& cursor)
    : seat_(seat)
    , cursor_(cursor)
    , relative_(wlr_relative_pointer_manager_v1_create(display))
    , all_(wlr_pointer_constraints_v1_create(display))
    , new_(*this)
    , destroy_(*this) {
    if (relative_ == nullptr || all_ == nullptr) {
        log::panic("out of memory for the pointer's protocols");
    }
    new_.connect(all_->events.new_constraint);
}

Constraints::~Constraints() = default;

void Constraints::tell(std::uint32_t time_ms, Way accelerated, Way plain) {
    // The cursor's way in the client's px; the hand's is in no px at all.
    const double scale = scene::SurfaceScale::of(seat_.pointer_state.focused_surface);
    wlr_relative_pointer_manager_v1_send_relative_motion(
        relative_,
        &seat_,
        std::uint64_t{time_ms} * 1000,
        accelerated.dx * scale,
        accelerated.dy * scale,
        plain.dx,
        plain.dy
    );
}

Constraints::Way Constraints::allowed(Way wanted) const {
    if (active_ == nullptr) {
        return wanted;
    }
    if (locked()) {
        return {};
    }
    // In the client's px, as its region is.
    const double scale = scene::SurfaceScale::of(active_->surface);
    const double x = seat_.pointer_state.sx;
    const double y = seat_.pointer_state.sy;
    double to_x = x;
    double to_y = y;
    const auto region = where_allowed(*active_, scale);
    // From outside of the region there is no way to follow; the pointer stays where it is.
    wlr_region_confine(
        region.get(), x, y, x + wanted.dx * scale, y + wanted.dy * scale, &to_x, &to_y
    );
    return {.dx = (to_x - x) / scale, .dy = (to_y - y) / scale};
}

bool Constraints::locked() const {
    return active_ != nullptr && active_->type == WLR_POINTER_CONSTRAINT_V1_LOCKED;
}

void Constraints::update() {
    activate(wanted());
}

wlr_pointer_constraint_v1* Constraints::wanted() const {
    auto* under = seat_.pointer_state.focused_surface;
    auto* typing = seat_.keyboard_state.focused_surface;
    if (under == nullptr || typing == nullptr ||
        wlr_surface_get_root_surface(under) != wlr_surface_get_root_surface(typing)) {
        return nullptr;
    }
    return wlr_pointer_constraints_v1_constraint_for_surface(all_, under, &seat_);
}

void Constraints::on_new(wlr_pointer_constraint_v1& /*constraint*/) {
    update();
}

void Constraints::on_destroy() {
    auto* gone = std::exchange(active_, nullptr);
    destroy_.disconnect();
    go_to_hint(*gone);
}

void Constraints::activate(wlr_pointer_constraint_v1* constraint) {
    if (constraint == active_) {
        return;
    }
    if (auto* old = std::exchange(active_, nullptr)) {
        destroy_.disconnect();
        if (old->surface == seat_.pointer_state.focused_surface) {
            go_to_hint(*old);
        }
        wlr_pointer_constraint_v1_send_deactivated(old); // a one-shot one ends with it
    }
    if (constraint != nullptr) {
        active_ = constraint;
        destroy_.connect(constraint->events.destroy);
        wlr_pointer_constraint_v1_send_activated(constraint);
    }
}

void Constraints::go_to_hint(const wlr_pointer_constraint_v1& constraint) {
    const auto& hint = constraint.current.cursor_hint;
    const double scale = scene::SurfaceScale::of(constraint.surface);
    if (constraint.type != WLR_POINTER_CONSTRAINT_V1_LOCKED || !hint.enabled ||
        constraint.surface != seat_.pointer_state.focused_surface || hint.x < 0 || hint.y < 0 ||
        hint.x >= constraint.surface->current.width * scale ||
        hint.y >= constraint.surface->current.height * scale) {
        return;
    }
    const double way_x = (hint.x - seat_.pointer_state.sx) / scale;
    const double way_y = (hint.y - seat_.pointer_state.sy) / scale;
    wlr_cursor_warp(&cursor_, nullptr, cursor_.x + way_x, cursor_.y + way_y);
    wlr_seat_pointer_warp(&seat_, hint.x, hint.y);
}

} // namespace exwm_vr::input
