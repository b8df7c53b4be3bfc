// SPDX-License-Identifier: MIT
#pragma once

#include "shell/window_icon.hpp"
#include "wlr/listener.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace exwm_vr::shell {

/// What a client says of a window besides title and app id; empty where it does not.
struct Mark {
    std::string tag;  ///< tells it from the program's others, in each run (xdg-toplevel-tag v1)
    std::string icon; ///< name in the icon theme (xdg-toplevel-icon v1); not to be trusted
};

/// Keeps the marks of xdg windows, and the pictures that clients send as icons.
class Marks {
public:
    using Changed = std::function<void(const wlr_surface&)>;

    Marks(wl_display* display, Changed changed);
    Marks(const Marks&) = delete;
    Marks& operator=(const Marks&) = delete;
    ~Marks();

    [[nodiscard]] Mark of(const wlr_surface* surface) const;
    /// Null when it never had one.
    [[nodiscard]] const WindowIcon* icon_of(const wlr_surface* surface) const;

private:
    class Kept;

    void on_tag(wlr_xdg_toplevel_tag_manager_v1_set_tag_event& event);
    void on_icon(wlr_xdg_toplevel_icon_manager_v1_set_icon_event& event);
    [[nodiscard]] Kept& keep(wlr_xdg_toplevel& toplevel);

    wl_event_loop* loop_;
    Changed changed_;
    std::map<const wlr_surface*, std::unique_ptr<Kept>> kept_;
    Listener<&Marks::on_tag> tag_;
    Listener<&Marks::on_icon> icon_;
};

} // namespace exwm_vr::shell
