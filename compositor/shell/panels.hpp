// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "shell/panel.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace exwm_vr::shell {

/// Whether a click on a panel gives it the keyboard.
[[nodiscard]] bool takes_keyboard(const wlr_layer_surface_v1& panel);

/// All layer surfaces: who is where, what room they leave, and which of them wants the keyboard.
class Panels {
public:
    struct Host {
        /// The output for a panel that names none; null when there is none.
        std::function<wlr_output*()> default_output;
        /// Layout box of an output, logical px; empty when it has no place.
        std::function<Box(const wlr_output*)> output_box;
        /// Room that is left on an output after exclusive zones, layout coordinates.
        std::function<void(wlr_output*, Box usable)> usable_changed;
        /// Who should have the keyboard may have changed.
        std::function<void()> focus_changed;
    };

    Panels(wl_display* display, scene::Scene& scene, Host host);
    Panels(const Panels&) = delete;
    Panels& operator=(const Panels&) = delete;
    ~Panels();

    /// Lays out all panels of an output anew.
    void arrange(wlr_output* output);

    /// The output is about to lose its place: its panels are closed.
    void close_all_on(const wlr_output* output);

    /// The topmost panel that insists on the keyboard, else the one that got it by a click, else
    /// null.
    [[nodiscard]] wlr_surface* keyboard_focus() const;

    /// A panel was clicked (or something else: null): one that wants the keyboard on demand gets
    /// it until something else is clicked, or the focus moves.
    void clicked(wlr_layer_surface_v1* surface);

    /// The focus went to another window: what a panel got by a click is over.
    void focus_moved() { on_demand_ = nullptr; }

private:
    friend class Panel;

    void on_new_surface(wlr_layer_surface_v1& surface);
    void unmapped(Panel& panel);
    void forget(Panel& panel);
    void focus_changed();
    [[nodiscard]] Box output_box(const wlr_output* output) const;

    scene::Scene& scene_;
    Host host_;
    std::vector<std::unique_ptr<Panel>> panels_;
    wlr_layer_surface_v1* on_demand_ = nullptr; ///< has the keyboard by a click
    Listener<&Panels::on_new_surface> new_surface_;
};

} // namespace exwm_vr::shell
