// SPDX-License-Identifier: MIT
#include "shell/toplevel.hpp"

#include "base/log.hpp"
#include "shell/dialogs.hpp"

#include <utility>

namespace exwm_vr::shell {
namespace {

Size geometry_size(const wlr_xdg_surface& surface) {
    return {surface.geometry.width, surface.geometry.height};
}

} // namespace

Toplevel::Toplevel(
    ToplevelOwner& owner, WindowHost& host, wlr_xdg_toplevel& toplevel, scene::Scene& scene
)
    : Window(host, scene)
    , owner_(owner)
    , toplevel_(toplevel)
    , content_(wlr_scene_xdg_surface_create(content_tree(), toplevel.base))
    , popup_tree_(scene::make_tree(tree()))
    , popups_(toplevel.base->events.new_popup, popup_tree_.get(), [this] { return popup_bounds(); })
    , commit_(*this, toplevel.base->surface->events.commit)
    , map_(*this, toplevel.base->surface->events.map)
    , unmap_(*this, toplevel.base->surface->events.unmap)
    , destroy_(*this, toplevel.events.destroy)
    , set_title_(*this, toplevel.events.set_title)
    , set_app_id_(*this, toplevel.events.set_app_id)
    , set_parent_(*this, toplevel.events.set_parent)
    , request_fullscreen_(*this, toplevel.events.request_fullscreen)
    , request_maximize_(*this, toplevel.events.request_maximize)
    , request_minimize_(*this, toplevel.events.request_minimize)
    , request_move_(*this, toplevel.events.request_move)
    , request_resize_(*this, toplevel.events.request_resize) {
    if (content_ == nullptr) {
        log::panic("out of memory for a window");
    }
}

Toplevel::~Toplevel() = default;

std::string Toplevel::title() const {
    return toplevel_.title != nullptr ? toplevel_.title : "";
}

std::string Toplevel::app_id() const {
    return toplevel_.app_id != nullptr ? toplevel_.app_id : "";
}

pid_t Toplevel::pid() const {
    pid_t pid = 0;
    wl_client_get_credentials(wl_resource_get_client(toplevel_.resource), &pid, nullptr, nullptr);
    return pid;
}

wm::WindowTraits Toplevel::traits() const {
    return {
        .parent = {},
        .preferred = geometry_size(*toplevel_.base),
        .fixed_size = wm::fixed(limits()),
        .wants_floating = Dialogs::modal(toplevel_),
        .wants_fullscreen = toplevel_.requested.fullscreen,
    };
}

wm::SizeLimits Toplevel::limits() const {
    const auto& state = toplevel_.current;
    return {.min = {state.min_width, state.min_height}, .max = {state.max_width, state.max_height}};
}

wlr_surface* Toplevel::parent_surface() const {
    return toplevel_.parent != nullptr ? toplevel_.parent->base->surface : nullptr;
}

void Toplevel::placed() {
    const int border = placement().border;
    wlr_scene_node_set_position(&popup_tree_->node, border, border);
    configure();
    fit_content();
    const auto bounds = popup_bounds();
    if (std::exchange(told_bounds_, bounds) != bounds) {
        popups_.bounds_changed();
    }
}

void Toplevel::configure() {
    // Each setter schedules a configure, which wakes the client up: only send what is new.
    const auto& sent = toplevel_.scheduled;
    const auto size = inner_size();
    if (sent.width != size.width || sent.height != size.height) {
        wlr_xdg_toplevel_set_size(&toplevel_, size.width, size.height);
    }
    if (sent.fullscreen != placement().fullscreen) {
        wlr_xdg_toplevel_set_fullscreen(&toplevel_, placement().fullscreen);
    }
    if (sent.activated != placement().focused) {
        wlr_xdg_toplevel_set_activated(&toplevel_, placement().focused);
    }
    if (sent.suspended == placement().visible) {
        wlr_xdg_toplevel_set_suspended(&toplevel_, !placement().visible);
    }
    const std::uint32_t edges =
        placement().tiled && !placement().fullscreen
            ? WLR_EDGE_TOP | WLR_EDGE_BOTTOM | WLR_EDGE_LEFT | WLR_EDGE_RIGHT
            : WLR_EDGE_NONE;
    if (sent.tiled != edges) {
        wlr_xdg_toplevel_set_tiled(&toplevel_, edges);
    }
}

void Toplevel::fit_content() {
    const auto& geometry = toplevel_.base->geometry;
    const auto inner = inner_size();
    // A window that cannot grow to its box stands in the middle of it; one that has yet to
    // answer a configure stays at the corner, so that it does not jump.
    const auto& state = toplevel_.current;
    const bool settled =
        toplevel_.base->current.configure_serial == toplevel_.base->scheduled_serial;
    const auto gap = [&](int room, int have, int limit) {
        const bool small = have < room && (settled || (limit > 0 && limit < room));
        return small ? (room - have) / 2 : 0;
    };
    wlr_scene_node_set_position(
        &content_tree()->node,
        placement().border + gap(inner.width, geometry.width, state.max_width),
        placement().border + gap(inner.height, geometry.height, state.max_height)
    );
    const wlr_box clip{
        .x = geometry.x, .y = geometry.y, .width = inner.width, .height = inner.height
    };
    wlr_scene_subsurface_tree_set_clip(&content_->node, &clip);
}

void Toplevel::set_resizing(bool resizing) {
    if (toplevel_.scheduled.resizing != resizing) {
        wlr_xdg_toplevel_set_resizing(&toplevel_, resizing);
    }
}

void Toplevel::close() {
    wlr_xdg_toplevel_send_close(&toplevel_);
}

wlr_scene_tree* Toplevel::draw_in(wlr_scene_tree* parent) const {
    return wlr_scene_xdg_surface_create(parent, toplevel_.base);
}

Box Toplevel::popup_bounds() const {
    auto box = host().output_box(*this);
    box.x -= placement().box.x + placement().border;
    box.y -= placement().box.y + placement().border;
    return box;
}

void Toplevel::on_commit() {
    if (toplevel_.base->initial_commit) {
        wlr_xdg_toplevel_set_wm_capabilities(
            &toplevel_, WLR_XDG_TOPLEVEL_WM_CAPABILITIES_FULLSCREEN
        );
        if (const auto room = host().room_for_window(); !room.empty()) {
            wlr_xdg_toplevel_set_bounds(&toplevel_, room.width, room.height);
        }
        wlr_xdg_toplevel_set_size(&toplevel_, 0, 0);
        return;
    }
    if (!mapped()) {
        return;
    }
    fit_content();
    const auto& base = *toplevel_.base;
    const bool settled = base.current.configure_serial == base.scheduled_serial;
    if (settled && floats() && geometry_size(base) != inner_size()) {
        host().window_resized_itself(*this, geometry_size(base));
    }
    host().window_redrawn(*this);
}

void Toplevel::on_map() {
    map();
}

void Toplevel::on_unmap() {
    unmap();
}

void Toplevel::on_destroy() {
    owner_.toplevel_destroyed(*this); // deletes this
}

void Toplevel::on_set_title() {
    if (mapped()) {
        host().window_renamed(*this);
    }
}

void Toplevel::on_set_parent() {
    if (mapped()) {
        host().window_reparented(*this);
    }
}

void Toplevel::on_request_fullscreen() {
    if (mapped()) {
        host().fullscreen_requested(
            *this, toplevel_.requested.fullscreen, toplevel_.requested.fullscreen_output
        );
    }
    // The protocol wants a configure in answer, changed or not.
    if (toplevel_.base->initialized) {
        wlr_xdg_surface_schedule_configure(toplevel_.base);
    }
}

void Toplevel::on_request_maximize() {
    if (toplevel_.base->initialized) {
        wlr_xdg_surface_schedule_configure(toplevel_.base);
    }
}

void Toplevel::on_request_minimize() {
    on_request_maximize();
}

void Toplevel::on_request_move(wlr_xdg_toplevel_move_event& event) {
    if (mapped()) {
        host().move_requested(*this, event.serial);
    }
}

void Toplevel::on_request_resize(wlr_xdg_toplevel_resize_event& event) {
    if (mapped()) {
        host().resize_requested(*this, event.serial, event.edges);
    }
}

} // namespace exwm_vr::shell
