// SPDX-License-Identifier: MIT
#include "shell/toplevel.hpp"

#include "base/log.hpp"

#include <algorithm>

namespace exwm_vr::shell {
namespace {

constexpr float black[4] = {0, 0, 0, 1};

Size geometry_size(const wlr_xdg_surface& surface) {
    return {surface.geometry.width, surface.geometry.height};
}

} // namespace

Toplevel::Toplevel(ToplevelHost& host, wlr_xdg_toplevel& toplevel, scene::Scene& scene)
    : host_(host)
    , toplevel_(toplevel)
    , scene_(scene)
    , tree_(scene::make_tree(scene.layer(scene::Layer::windows)))
    , backdrop_(wlr_scene_rect_create(tree_.get(), 0, 0, static_cast<const float*>(black)))
    , frame_(tree_.get())
    , content_tree_(scene::make_tree(tree_.get()))
    , content_(wlr_scene_xdg_surface_create(content_tree_.get(), toplevel.base))
    , popup_tree_(scene::make_tree(tree_.get()))
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
    if (content_ == nullptr || !backdrop_) {
        log::panic("out of memory for a window");
    }
    wlr_scene_node_set_enabled(&tree_->node, false);
    tree_->node.data = &tag_;
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
    const auto& state = toplevel_.current;
    return {
        .parent = {},
        .preferred = geometry_size(*toplevel_.base),
        .fixed_size = state.min_width > 0 && state.min_height > 0 &&
                      state.min_width == state.max_width && state.min_height == state.max_height,
        .wants_fullscreen = toplevel_.requested.fullscreen,
    };
}

Size Toplevel::inner_size() const {
    const auto& box = placement_.box;
    return {
        std::max(1, box.width - 2 * placement_.border),
        std::max(1, box.height - 2 * placement_.border)
    };
}

void Toplevel::apply(
    const wm::Placement& placement, const config::Appearance& look, scene::Layer layer
) {
    placement_ = placement;
    if (tree_->node.parent != scene_.layer(layer)) {
        wlr_scene_node_reparent(&tree_->node, scene_.layer(layer));
    }
    wlr_scene_node_set_enabled(&tree_->node, placement.visible);
    wlr_scene_node_set_position(&tree_->node, placement.box.x, placement.box.y);

    frame_.resize(placement.box.size(), placement.border);
    frame_.set_colour(
        placement.focused  ? look.border_focused
        : placement.urgent ? look.border_urgent
                           : look.border_normal
    );
    wlr_scene_node_set_enabled(&backdrop_->node, placement.fullscreen);
    wlr_scene_rect_set_size(backdrop_.get(), placement.box.width, placement.box.height);
    wlr_scene_node_set_position(&popup_tree_->node, placement.border, placement.border);
    configure();
    fit_content();
}

void Toplevel::configure() {
    // Each setter schedules a configure, which wakes the client up: only send what is new.
    const auto& sent = toplevel_.scheduled;
    const auto size = inner_size();
    if (sent.width != size.width || sent.height != size.height) {
        wlr_xdg_toplevel_set_size(&toplevel_, size.width, size.height);
    }
    if (sent.fullscreen != placement_.fullscreen) {
        wlr_xdg_toplevel_set_fullscreen(&toplevel_, placement_.fullscreen);
    }
    if (sent.activated != placement_.focused) {
        wlr_xdg_toplevel_set_activated(&toplevel_, placement_.focused);
    }
    if (sent.suspended == placement_.visible) {
        wlr_xdg_toplevel_set_suspended(&toplevel_, !placement_.visible);
    }
    const std::uint32_t edges =
        placement_.tiled && !placement_.fullscreen
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
        &content_tree_->node,
        placement_.border + gap(inner.width, geometry.width, state.max_width),
        placement_.border + gap(inner.height, geometry.height, state.max_height)
    );
    const wlr_box clip{
        .x = geometry.x, .y = geometry.y, .width = inner.width, .height = inner.height
    };
    wlr_scene_subsurface_tree_set_clip(&content_->node, &clip);
}

void Toplevel::stack_above(const Toplevel* below) {
    // Restacking redraws what it passes, so nothing is done to a window that is in its place.
    auto* node = &tree_->node;
    const auto* expected = below != nullptr ? &below->tree_->node.link : &node->parent->children;
    if (node->link.prev == expected) {
        return;
    }
    if (below != nullptr) {
        wlr_scene_node_place_above(node, &below->tree_->node);
    } else {
        wlr_scene_node_lower_to_bottom(node);
    }
}

void Toplevel::set_resizing(bool resizing) {
    if (toplevel_.scheduled.resizing != resizing) {
        wlr_xdg_toplevel_set_resizing(&toplevel_, resizing);
    }
}

void Toplevel::close() {
    wlr_xdg_toplevel_send_close(&toplevel_);
}

Box Toplevel::popup_bounds() const {
    auto box = host_.output_box(*this);
    box.x -= placement_.box.x + placement_.border;
    box.y -= placement_.box.y + placement_.border;
    return box;
}

void Toplevel::on_commit() {
    if (toplevel_.base->initial_commit) {
        wlr_xdg_toplevel_set_wm_capabilities(
            &toplevel_, WLR_XDG_TOPLEVEL_WM_CAPABILITIES_FULLSCREEN
        );
        if (const auto room = host_.room_for_window(); !room.empty()) {
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
    const bool floats = !placement_.tiled && !placement_.fullscreen;
    if (settled && floats && geometry_size(base) != inner_size()) {
        host_.window_resized_itself(*this, geometry_size(base));
    }
}

void Toplevel::on_map() {
    tag_.window = host_.new_window_id();
    host_.window_mapped(*this);
}

void Toplevel::on_unmap() {
    wlr_scene_node_set_enabled(&tree_->node, false);
    host_.window_unmapped(*this);
    tag_.window = {};
    placement_ = {};
}

void Toplevel::on_destroy() {
    host_.window_destroyed(*this); // deletes this
}

void Toplevel::on_set_title() {
    if (mapped()) {
        host_.window_renamed(*this);
    }
}

void Toplevel::on_set_parent() {
    if (mapped()) {
        host_.window_reparented(*this);
    }
}

void Toplevel::on_request_fullscreen() {
    if (mapped()) {
        host_.fullscreen_requested(
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
        host_.move_requested(*this, event.serial);
    }
}

void Toplevel::on_request_resize(wlr_xdg_toplevel_resize_event& event) {
    if (mapped()) {
        host_.resize_requested(*this, event.serial, event.edges);
    }
}

} // namespace exwm_vr::shell
