// SPDX-License-Identifier: MIT
#pragma once

#include "shell/window.hpp"
#include "wlr/listener.hpp"
#include "wm/x11_space.hpp"

#include <vector>

namespace exwm_vr::shell {

/// A window of an X11 program that the user manages. Lives as long as it has a surface.
class XwaylandWindow final : public Window {
public:
    /// @p space outlives this.
    XwaylandWindow(
        WindowHost& host,
        wlr_xwayland_surface& window,
        scene::Scene& scene,
        const wm::X11Space& space
    );
    XwaylandWindow(const XwaylandWindow&) = delete;
    XwaylandWindow& operator=(const XwaylandWindow&) = delete;
    ~XwaylandWindow() override;

    [[nodiscard]] std::string title() const override;
    [[nodiscard]] std::string app_id() const override;
    [[nodiscard]] pid_t pid() const override;

    [[nodiscard]] wlr_surface* surface() const override { return &surface_; }

    [[nodiscard]] wlr_surface* parent_surface() const override;

    [[nodiscard]] bool x11() const override { return true; }

    [[nodiscard]] std::optional<X11Names> x11_names() const override;

    [[nodiscard]] const WindowIcon* x11_icon() const override { return &icon_; }

    [[nodiscard]] wm::WindowTraits traits() const override;
    [[nodiscard]] wm::SizeLimits limits() const override;
    [[nodiscard]] wm::SizeSteps steps() const override;
    void raise_in_server() override;
    void close() override;
    [[nodiscard]] wlr_scene_tree* draw_in(wlr_scene_tree* parent) const override;

    /// The program asks for another place or size; it gets an answer in any case.
    void configure_requested(const wlr_xwayland_surface_configure_event& event);

    /// X11's scale is another.
    void rescale();

    /// None: it has no icon.
    void set_icon(std::vector<Image> pictures);

private:
    void on_map();
    void on_unmap();
    void on_renamed();
    void on_set_parent();
    void on_set_hints();
    void on_request_fullscreen();
    void on_request_maximize();
    void on_request_minimize(wlr_xwayland_minimize_event& event);
    void on_request_move();
    void on_request_resize(wlr_xwayland_resize_event& event);
    void on_request_activate();
    void on_request_close();
    void on_demands_attention();
    void on_focus_in();
    void placed() override;
    void tell_state();
    /// Where the content goes, layout coordinates.
    [[nodiscard]] Box content_box() const;
    /// The same in X11's coordinates, where it has, if that fits, the size that the program has
    /// chosen.
    [[nodiscard]] Box x11_box(Size chosen) const;
    void send(const Box& box); ///< X11's coordinates

    wlr_xwayland_surface& window_;
    wlr_surface& surface_;
    const wm::X11Space& space_;
    wlr_scene_tree* content_; ///< dies with the content tree
    bool active_ = false;
    WindowIcon icon_;

    Listener<&XwaylandWindow::on_map> map_;
    Listener<&XwaylandWindow::on_unmap> unmap_;
    Listener<&XwaylandWindow::on_renamed> set_title_;
    Listener<&XwaylandWindow::on_renamed> set_class_;
    Listener<&XwaylandWindow::on_set_parent> set_parent_;
    Listener<&XwaylandWindow::on_set_hints> set_hints_;
    Listener<&XwaylandWindow::on_request_fullscreen> request_fullscreen_;
    Listener<&XwaylandWindow::on_request_maximize> request_maximize_;
    Listener<&XwaylandWindow::on_request_minimize> request_minimize_;
    Listener<&XwaylandWindow::on_request_move> request_move_;
    Listener<&XwaylandWindow::on_request_resize> request_resize_;
    Listener<&XwaylandWindow::on_request_activate> request_activate_;
    Listener<&XwaylandWindow::on_request_close> request_close_;
    Listener<&XwaylandWindow::on_demands_attention> demands_attention_;
    Listener<&XwaylandWindow::on_focus_in> focus_in_;
};

} // namespace exwm_vr::shell
