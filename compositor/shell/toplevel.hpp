// SPDX-License-Identifier: MIT
#pragma once

#include "shell/popup.hpp"
#include "shell/window.hpp"
#include "wlr/listener.hpp"

namespace exwm_vr::shell {

class Toplevel;

/// Owns toplevels.
class ToplevelOwner {
public:
    virtual ~ToplevelOwner() = default;

    virtual void toplevel_destroyed(Toplevel& toplevel) = 0; ///< deletes it
};

/// A window of the xdg shell, with its popups.
class Toplevel : public Window {
public:
    Toplevel(
        ToplevelOwner& owner, WindowHost& host, wlr_xdg_toplevel& toplevel, scene::Scene& scene
    );
    ~Toplevel() override;

    [[nodiscard]] std::string title() const override;
    [[nodiscard]] std::string app_id() const override;
    [[nodiscard]] pid_t pid() const override;

    [[nodiscard]] wlr_surface* surface() const override { return toplevel_.base->surface; }

    [[nodiscard]] wlr_surface* parent_surface() const override;
    [[nodiscard]] wm::WindowTraits traits() const override;
    [[nodiscard]] wm::SizeLimits limits() const override;
    void set_resizing(bool resizing) override;
    void close() override;
    [[nodiscard]] wlr_scene_tree* draw_in(wlr_scene_tree* parent) const override;

private:
    void on_commit();
    void on_map();
    void on_unmap();
    void on_destroy();
    void on_set_title();
    void on_set_parent();
    void on_request_fullscreen();
    void on_request_maximize();
    void on_request_minimize();
    void on_request_move(wlr_xdg_toplevel_move_event& event);
    void on_request_resize(wlr_xdg_toplevel_resize_event& event);
    void placed() override;
    void configure();
    void fit_content();
    [[nodiscard]] Box popup_bounds() const;

    ToplevelOwner& owner_;
    wlr_xdg_toplevel& toplevel_;
    wlr_scene_tree* content_; ///< dies with the xdg_surface
    SceneTree popup_tree_;    ///< as content_tree(), but not clipped
    Popups popups_;
    Box told_bounds_; ///< as popups were last placed in, relative to the window

    Listener<&Toplevel::on_commit> commit_;
    Listener<&Toplevel::on_map> map_;
    Listener<&Toplevel::on_unmap> unmap_;
    Listener<&Toplevel::on_destroy> destroy_;
    Listener<&Toplevel::on_set_title> set_title_;
    Listener<&Toplevel::on_set_title> set_app_id_;
    Listener<&Toplevel::on_set_parent> set_parent_;
    Listener<&Toplevel::on_request_fullscreen> request_fullscreen_;
    Listener<&Toplevel::on_request_maximize> request_maximize_;
    Listener<&Toplevel::on_request_minimize> request_minimize_;
    Listener<&Toplevel::on_request_move> request_move_;
    Listener<&Toplevel::on_request_resize> request_resize_;
};

} // namespace exwm_vr::shell
