// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/listener.hpp"

#include <memory>
#include <vector>

namespace exwm_vr::shell {

/// Tells clients that the compositor draws the borders (xdg-decoration v1 and KDE's
/// server-decoration), so that tiles have no title bars of their own.
class Decorations {
public:
    explicit Decorations(wl_display* display);
    Decorations(const Decorations&) = delete;
    Decorations& operator=(const Decorations&) = delete;
    ~Decorations();

private:
    class Decoration;

    void on_new_decoration(wlr_xdg_toplevel_decoration_v1& decoration);

    std::vector<std::unique_ptr<Decoration>> decorations_;
    Listener<&Decorations::on_new_decoration> new_decoration_;
};

} // namespace exwm_vr::shell
