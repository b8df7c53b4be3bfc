// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "config/config.hpp"
#include "scene/frame.hpp"
#include "scene/scene.hpp"
#include "shell/popup.hpp"
#include "wlr/listener.hpp"
#include "wm/types.hpp"

#include <sys/types.h>

#include <string>

namespace exwm_vr::shell {

class Toplevel;

/// What a window asks for. The server decides.
class ToplevelHost {
public:
    virtual ~ToplevelHost() = default;

    [[nodiscard]] virtual WindowId new_window_id() = 0;
    virtual void window_mapped(Toplevel& window) = 0;
    virtual void window_unmapped(Toplevel& window) = 0;
    virtual void window_destroyed(Toplevel& window) = 0; ///< deletes it
    virtual void window_renamed(Toplevel& window) = 0;   ///< title or app id
    virtual void window_reparented(Toplevel& window) = 0;
    /// A floating window took another size than it was given: the new content size, logical px.
    virtual void window_resized_itself(Toplevel& window, Size content) = 0;
    virtual void fullscreen_requested(Toplevel& window, bool on, wlr_output* output) = 0;
    virtual void move_requested(Toplevel& window, std::uint32_t serial) = 0;
    virtual void resize_requested(Toplevel& window, std::uint32_t serial, std::uint32_t edges) = 0;
    /// The box of the output that the window is on, layout coordinates; empty without outputs.
    [[nodiscard]] virtual Box output_box(const Toplevel& window) const = 0;
    /// Room for a new window, logical px; empty without outputs.
    [[nodiscard]] virtual Size room_for_window() const = 0;
};

/// One application window: an xdg_toplevel, its border and its popups in the scene.
class Toplevel {
public:
    Toplevel(ToplevelHost& host, wlr_xdg_toplevel& toplevel, scene::Scene& scene);
    Toplevel(const Toplevel&) = delete;
    Toplevel& operator=(const Toplevel&) = delete;
    ~Toplevel();

    /// Valid while mapped; a window that is unmapped and mapped again gets a new one.
    [[nodiscard]] WindowId id() const { return tag_.window; }

    [[nodiscard]] bool mapped() const { return tag_.window.valid(); }

    [[nodiscard]] std::string title() const;
    [[nodiscard]] std::string app_id() const;
    [[nodiscard]] pid_t pid() const;

    [[nodiscard]] wlr_xdg_toplevel& xdg() const { return toplevel_; }

    [[nodiscard]] wlr_surface* surface() const { return toplevel_.base->surface; }

    /// What the model needs to know when the window is mapped; the parent is given by its surface.
    [[nodiscard]] wm::WindowTraits traits() const;

    [[nodiscard]] const wm::Placement& placement() const { return placement_; }

    /// Shows the window as the model wants it. @p layer is where it belongs among other things.
    void apply(const wm::Placement& placement, const config::Appearance& look, scene::Layer layer);

    /// Puts it just above another window of its layer; null: below all of them.
    void stack_above(const Toplevel* below);

    /// While the user drags an edge.
    void set_resizing(bool resizing);

    void close();

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
    void configure();
    void fit_content();
    [[nodiscard]] Size inner_size() const;
    [[nodiscard]] Box popup_bounds() const;

    ToplevelHost& host_;
    wlr_xdg_toplevel& toplevel_;
    scene::Scene& scene_;
    scene::Tag tag_;
    SceneTree tree_;     ///< origin: the box's corner
    SceneRect backdrop_; ///< behind a fullscreen window that does not fill its output
    scene::Frame frame_;
    SceneTree content_tree_;  ///< origin: the window geometry's corner
    wlr_scene_tree* content_; ///< dies with the xdg_surface
    SceneTree popup_tree_;    ///< as content_tree_, but not clipped
    Popups popups_;
    wm::Placement placement_;

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
