// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "wlr/handles.hpp"
#include "wlr/listener.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace exwm_vr::shell {

class Popup;

/// The popups of one parent surface: a window's, a panel's or another popup's.
class Popups {
public:
    /// Where the root surface's popups may lie: the output's box in the coordinates of the root's
    /// window geometry, logical px.
    using Bounds = std::function<Box()>;

    /// @p tree (not owned) has its origin at the parent's window geometry.
    Popups(wl_signal& new_popup, wlr_scene_tree* tree, Bounds bounds);
    Popups(const Popups&) = delete;
    Popups& operator=(const Popups&) = delete;
    ~Popups();

    /// The bounds are others now: places those popups anew that want it.
    void bounds_changed();

private:
    friend class Popup;

    void on_new_popup(wlr_xdg_popup& popup);
    void forget(const Popup& popup);

    wlr_scene_tree* tree_;
    Bounds bounds_;
    std::vector<std::unique_ptr<Popup>> popups_;
    Listener<&Popups::on_new_popup> new_popup_;
};

/// Closes the menus that @p seat is held by. wlroots frees their grab twice when the seat goes
/// first.
void close_menus_of(const wlr_xdg_shell& shell, const wlr_seat& seat);

/// One popup, kept inside the bounds of its root; goes when its client destroys it.
class Popup {
public:
    Popup(Popups& owner, wlr_xdg_popup& popup);
    Popup(const Popup&) = delete;
    Popup& operator=(const Popup&) = delete;
    ~Popup() = default;

    /// Places it anew if its client wants that whenever something has changed around it.
    void bounds_changed();

private:
    void on_commit();
    void on_reposition();
    void on_destroy();

    Popups& owner_;
    wlr_xdg_popup& popup_;
    wlr_scene_tree* tree_; ///< dies with the xdg_surface
    Popups children_;
    Listener<&Popup::on_commit> commit_;
    Listener<&Popup::on_reposition> reposition_;
    Listener<&Popup::on_destroy> destroy_;
};

} // namespace exwm_vr::shell
