// SPDX-License-Identifier: MIT
#include "shell/xwayland_window.hpp"

#include "base/log.hpp"
#include "scene/surface_scale.hpp"
#include "shell/x11_text.hpp"

#include <algorithm>
#include <limits>

namespace exwm_vr::shell {
namespace {

/// X11 has 16 bits for a coordinate, and no window larger than this.
constexpr int x11_end = std::numeric_limits<std::int16_t>::max();

bool urgent_by_hints(const wlr_xwayland_surface& window) {
    return window.hints != nullptr && (window.hints->flags & XCB_ICCCM_WM_HINT_X_URGENCY) != 0;
}

/// Kinds of windows that a tiling desktop does not tile.
bool dialog_like(const wlr_xwayland_surface& window) {
    constexpr auto kinds = std::to_array<wlr_xwayland_net_wm_window_type>({
        WLR_XWAYLAND_NET_WM_WINDOW_TYPE_DIALOG,
        WLR_XWAYLAND_NET_WM_WINDOW_TYPE_UTILITY,
        WLR_XWAYLAND_NET_WM_WINDOW_TYPE_TOOLBAR,
        WLR_XWAYLAND_NET_WM_WINDOW_TYPE_SPLASH,
        WLR_XWAYLAND_NET_WM_WINDOW_TYPE_MENU,
        WLR_XWAYLAND_NET_WM_WINDOW_TYPE_NOTIFICATION,
    });
    return window.modal || std::ranges::any_of(kinds, [&](auto kind) {
               return wlr_xwayland_surface_has_window_type(&window, kind);
           });
}

} // namespace

XwaylandWindow::XwaylandWindow(
    WindowHost& host, wlr_xwayland_surface& window, scene::Scene& scene, const wm::X11Space& space
)
    : Window(host, scene)
    , window_(window)
    , surface_(*window.surface)
    , space_(space)
    , content_(wlr_scene_subsurface_tree_create(content_tree(), window.surface))
    , map_(*this, window.surface->events.map)
    , unmap_(*this, window.surface->events.unmap)
    , set_title_(*this, window.events.set_title)
    , set_class_(*this, window.events.set_class)
    , set_parent_(*this, window.events.set_parent)
    , set_hints_(*this, window.events.set_hints)
    , request_fullscreen_(*this, window.events.request_fullscreen)
    , request_maximize_(*this, window.events.request_maximize)
    , request_minimize_(*this, window.events.request_minimize)
    , request_move_(*this, window.events.request_move)
    , request_resize_(*this, window.events.request_resize)
    , request_activate_(*this, window.events.request_activate)
    , request_close_(*this, window.events.request_close)
    , demands_attention_(*this, window.events.request_demands_attention)
    , focus_in_(*this, window.events.focus_in) {
    if (content_ == nullptr) {
        log::panic("out of memory for a window");
    }
    if (surface_.mapped) {
        on_map(); // it was an override-redirect window until now
    }
}

XwaylandWindow::~XwaylandWindow() {
    if (mapped()) {
        unmap();
    }
}

std::string XwaylandWindow::title() const {
    return x11_text(window_.title);
}

std::string XwaylandWindow::app_id() const {
    return x11_text(window_.class_ != nullptr ? window_.class_ : window_.instance);
}

pid_t XwaylandWindow::pid() const {
    return window_.pid;
}

wlr_surface* XwaylandWindow::parent_surface() const {
    return window_.parent != nullptr ? window_.parent->surface : nullptr;
}

std::optional<X11Names> XwaylandWindow::x11_names() const {
    return X11Names{
        .window_class = x11_text(window_.class_), .instance = x11_text(window_.instance)
    };
}

wm::WindowTraits XwaylandWindow::traits() const {
    return {
        .parent = {},
        .preferred = space_.logical_size({window_.width, window_.height}),
        .fixed_size = wm::fixed(limits()),
        .wants_floating = dialog_like(window_),
        .wants_fullscreen = window_.fullscreen,
    };
}

wm::SizeLimits XwaylandWindow::limits() const {
    const auto* hints = window_.size_hints;
    if (hints == nullptr) {
        return {};
    }
    return {
        .min = space_.logical_size({hints->min_width, hints->min_height}),
        .max = space_.logical_size({hints->max_width, hints->max_height})
    };
}

wm::SizeSteps XwaylandWindow::steps() const {
    const auto* hints = window_.size_hints;
    if (hints == nullptr || (hints->flags & XCB_ICCCM_SIZE_HINT_P_RESIZE_INC) == 0) {
        return {};
    }
    return {
        .base = {hints->base_width, hints->base_height},
        .step = {hints->width_inc, hints->height_inc},
        .scale = space_.scale()
    };
}

void XwaylandWindow::raise_in_server() {
    if (wl_list_empty(&window_.stack_link) != 0) {
        // Raising takes for granted that there is a window to be raised above.
        wlr_xwayland_surface_restack(&window_, nullptr, XCB_STACK_MODE_BELOW);
    }
    wlr_xwayland_surface_restack(&window_, nullptr, XCB_STACK_MODE_ABOVE);
}

void XwaylandWindow::close() {
    wlr_xwayland_surface_close(&window_);
}

wlr_scene_tree* XwaylandWindow::draw_in(wlr_scene_tree* parent) const {
    return wlr_scene_subsurface_tree_create(parent, &surface_);
}

Box XwaylandWindow::content_box() const {
    const auto& box = placement().box;
    const int border = placement().border;
    const auto room = inner_size();
    // A window that may not fill its box stands in the middle of it.
    const auto size =
        placement().fullscreen ? room : wm::within({.min = {}, .max = limits().max}, room);
    return {
        box.x + border + (room.width - size.width) / 2,
        box.y + border + (room.height - size.height) / 2,
        size.width,
        size.height
    };
}

void XwaylandWindow::placed() {
    const auto box = content_box();
    const auto& outer = placement().box;
    wlr_scene_node_set_position(&content_tree()->node, box.x - outer.x, box.y - outer.y);
    const wlr_box clip{.x = 0, .y = 0, .width = box.width, .height = box.height};
    wlr_scene_subsurface_tree_set_clip(&content_->node, &clip);
    const Box is{window_.x, window_.y, window_.width, window_.height};
    if (const auto wanted = x11_box(is.size()); wanted != is) {
        send(wanted);
    }
    tell_state();
}

Box XwaylandWindow::x11_box(Size chosen) const {
    const auto box = content_box();
    if (!floats()) {
        return space_.x11_box(box); // to the pixel, and no other size
    }
    // The same size wherever it is, as a window that is moved should not change.
    const auto at = space_.x11_point(box.origin());
    const auto size = space_.x11_size(box.size(), chosen);
    return {at.x, at.y, size.width, size.height};
}

void XwaylandWindow::send(const Box& box) {
    wlr_xwayland_surface_configure(
        &window_,
        static_cast<std::int16_t>(std::clamp(box.x, -x11_end, x11_end)),
        static_cast<std::int16_t>(std::clamp(box.y, -x11_end, x11_end)),
        static_cast<std::uint16_t>(std::clamp(box.width, 1, x11_end)),
        static_cast<std::uint16_t>(std::clamp(box.height, 1, x11_end))
    );
}

void XwaylandWindow::tell_state() {
    if (window_.fullscreen != placement().fullscreen) {
        wlr_xwayland_surface_set_fullscreen(&window_, placement().fullscreen);
    }
    // Toolkits leave their shadows and resize handles away in a maximized window.
    const bool tiled = placement().tiled && !placement().fullscreen;
    if (window_.maximized_horz != tiled || window_.maximized_vert != tiled) {
        wlr_xwayland_surface_set_maximized(&window_, tiled, tiled);
    }
    if (active_ != placement().focused) {
        active_ = placement().focused;
        wlr_xwayland_surface_activate(&window_, active_);
    }
    if (active_ && window_.demands_attention) {
        wlr_xwayland_surface_set_demands_attention(&window_, false);
    }
}

void XwaylandWindow::configure_requested(const wlr_xwayland_surface_configure_event& event) {
    const Box wanted{event.x, event.y, event.width, event.height};
    if (!mapped()) {
        send(wanted);
        return;
    }
    if (floats()) {
        host().box_requested(*this, space_.layout_box(wanted));
    }
    // The program waits for an answer, also where nothing changes.
    send(x11_box(wanted.size()));
}

void XwaylandWindow::rescale() {
    scene::look_again(*content_);
    if (mapped()) {
        placed();
    }
}

void XwaylandWindow::set_icon(std::vector<Image> pictures) {
    if (pictures == icon_.pictures) {
        return;
    }
    icon_.pictures = std::move(pictures);
    ++icon_.serial;
    if (mapped()) {
        host().window_icon_changed(*this);
    }
}

void XwaylandWindow::on_map() {
    active_ = false;
    map();
    on_set_hints();
}

void XwaylandWindow::on_unmap() {
    if (std::exchange(active_, false)) {
        wlr_xwayland_surface_activate(&window_, false);
    }
    if (mapped()) {
        unmap();
    }
}

void XwaylandWindow::on_renamed() {
    if (mapped()) {
        host().window_renamed(*this);
    }
}

void XwaylandWindow::on_set_parent() {
    if (mapped()) {
        host().window_reparented(*this);
    }
}

void XwaylandWindow::on_set_hints() {
    const bool urgent = urgent_by_hints(window_) || window_.demands_attention;
    // The window that the user looks at needs to ask for nothing.
    if (mapped() && !placement().focused && urgent != placement().urgent) {
        host().urgency_changed(*this, urgent);
    }
}

void XwaylandWindow::on_demands_attention() {
    on_set_hints();
    if (mapped()) {
        tell_state();
    }
}

void XwaylandWindow::on_request_fullscreen() {
    if (mapped()) {
        host().fullscreen_requested(*this, window_.fullscreen, nullptr);
        tell_state();
    }
}

void XwaylandWindow::on_request_maximize() {
    if (mapped()) {
        tell_state();
    }
}

void XwaylandWindow::on_request_minimize(wlr_xwayland_minimize_event& /*event*/) {
    // Nothing is ever minimized here; a window that believes to be would stop drawing.
    wlr_xwayland_surface_set_minimized(&window_, false);
}

void XwaylandWindow::on_request_move() {
    if (mapped()) {
        host().move_requested(*this, {});
    }
}

void XwaylandWindow::on_request_resize(wlr_xwayland_resize_event& event) {
    if (mapped()) {
        host().resize_requested(*this, {}, event.edges);
    }
}

void XwaylandWindow::on_request_activate() {
    if (mapped()) {
        host().activation_requested(*this);
    }
}

void XwaylandWindow::on_request_close() {
    close();
}

void XwaylandWindow::on_focus_in() {
    // wlroots lets a program move the focus among its own windows; the desktop follows to one
    // that is in sight.
    if (mapped() && placement().visible && !placement().focused) {
        host().activation_requested(*this);
    }
}

} // namespace exwm_vr::shell
