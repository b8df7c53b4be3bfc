// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "config/config.hpp"
#include "scene/frame.hpp"
#include "scene/scene.hpp"
#include "shell/window_icon.hpp"
#include "wlr/handles.hpp"
#include "wm/size_limits.hpp"
#include "wm/types.hpp"

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

namespace exwm_vr::shell {

class Window;

/// What a window asks for. The server decides.
class WindowHost {
public:
    virtual ~WindowHost() = default;

    [[nodiscard]] virtual WindowId new_window_id() = 0;
    virtual void window_mapped(Window& window) = 0;
    virtual void window_unmapped(Window& window) = 0;
    virtual void window_renamed(Window& window) = 0; ///< title or app id
    virtual void window_icon_changed(Window& window) = 0;
    virtual void window_reparented(Window& window) = 0;
    /// A floating window took another size than it was given: the new content size, logical px.
    virtual void window_resized_itself(Window& window, Size content) = 0;
    /// A window drew itself anew, maybe in another size or with its parts elsewhere.
    virtual void window_redrawn(Window& window) = 0;
    /// A floating window asks for a place and size of its content, layout coordinates.
    virtual void box_requested(Window& window, Box content) = 0;
    virtual void fullscreen_requested(Window& window, bool on, wlr_output* output) = 0;
    /// It asks for the focus, without a proof that the user wants that.
    virtual void activation_requested(Window& window) = 0;
    virtual void urgency_changed(Window& window, bool urgent) = 0;
    /// @p serial is of the press that it answers; a window system that has none gives none.
    virtual void move_requested(Window& window, std::optional<std::uint32_t> serial) = 0;
    virtual void
    resize_requested(Window& window, std::optional<std::uint32_t> serial, std::uint32_t edges) = 0;
    /// The box of the output that the window is on, layout coordinates; empty without outputs.
    [[nodiscard]] virtual Box output_box(const Window& window) const = 0;
    /// Room for a new window, logical px; empty without outputs.
    [[nodiscard]] virtual Size room_for_window() const = 0;
};

/// Names that only an X11 window has (WM_CLASS).
struct X11Names {
    std::string window_class;
    std::string instance;
};

/// One application window with its border in the scene, whatever protocol it speaks.
class Window {
public:
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;
    virtual ~Window();

    /// Valid while mapped; a window that is unmapped and mapped again gets a new one.
    [[nodiscard]] WindowId id() const { return tag_.window; }

    [[nodiscard]] bool mapped() const { return tag_.window.valid(); }

    [[nodiscard]] const wm::Placement& placement() const { return placement_; }

    [[nodiscard]] virtual std::string title() const = 0;
    [[nodiscard]] virtual std::string app_id() const = 0;
    [[nodiscard]] virtual pid_t pid() const = 0; ///< of the client; 0 when unknown
    [[nodiscard]] virtual wlr_surface* surface() const = 0;
    /// The surface of the window that this one is a dialog of; null for none.
    [[nodiscard]] virtual wlr_surface* parent_surface() const = 0;

    [[nodiscard]] virtual bool x11() const { return false; }

    /// Only X11 windows have them.
    [[nodiscard]] virtual std::optional<X11Names> x11_names() const { return {}; }

    /// X11's; those of others are among the Marks. Null for none.
    [[nodiscard]] virtual const WindowIcon* x11_icon() const { return nullptr; }

    /// What the model needs to know when the window is mapped; the parent is given by its surface.
    [[nodiscard]] virtual wm::WindowTraits traits() const = 0;

    /// What the client says its content may measure.
    [[nodiscard]] virtual wm::SizeLimits limits() const = 0;

    /// By how much the user makes its content larger at once.
    [[nodiscard]] virtual wm::SizeSteps steps() const { return {}; }

    /// Shows the window as the model wants it. @p layer is where it belongs among other things.
    void apply(const wm::Placement& placement, const config::Appearance& look, scene::Layer layer);

    /// Puts it just above another window of its layer; null: below all of them.
    void stack_above(const Window* below);

    /// X11: the X server, which finds the window under the pointer by a stack of its own, is told
    /// that this one lies on top.
    virtual void raise_in_server() {}

    /// While the user drags an edge.
    virtual void set_resizing(bool /*resizing*/) {}

    virtual void close() = 0;

    /// Draws the window once more below @p parent, without its border; null when out of memory.
    [[nodiscard]] virtual wlr_scene_tree* draw_in(wlr_scene_tree* parent) const = 0;

protected:
    Window(WindowHost& host, scene::Scene& scene);

    [[nodiscard]] WindowHost& host() const { return host_; }

    /// Origin: the box's corner.
    [[nodiscard]] wlr_scene_tree* tree() const { return tree_.get(); }

    /// Where the client's content goes; above the border.
    [[nodiscard]] wlr_scene_tree* content_tree() const { return content_tree_.get(); }

    /// Room inside the border, logical px.
    [[nodiscard]] Size inner_size() const;

    /// Placed by nobody but the user.
    [[nodiscard]] bool floats() const { return !placement_.tiled && !placement_.fullscreen; }

    void map();
    void unmap();

    /// The placement is new: the client is to be told and the content put in its place.
    virtual void placed() = 0;

private:
    WindowHost& host_;
    scene::Scene& scene_;
    scene::Tag tag_;
    SceneTree tree_;
    SceneRect backdrop_; ///< behind a fullscreen window that does not fill its output
    scene::Frame frame_;
    SceneTree content_tree_;
    wm::Placement placement_;
};

} // namespace exwm_vr::shell
