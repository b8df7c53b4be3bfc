// SPDX-License-Identifier: MIT
#include "shell/panels.hpp"

#include <algorithm>
#include <array>

namespace exwm_vr::shell {
namespace {

constexpr std::uint32_t layer_shell_version = 5;

} // namespace

bool takes_keyboard(const wlr_layer_surface_v1& panel) {
    return panel.current.keyboard_interactive != ZWLR_LAYER_SURFACE_V1_KEYBOARD_INTERACTIVITY_NONE;
}

Panels::Panels(wl_display* display, scene::Scene& scene, Host host)
    : scene_(scene)
    , host_(std::move(host))
    , new_surface_(
          *this, wlr_layer_shell_v1_create(display, layer_shell_version)->events.new_surface
      ) {}

Panels::~Panels() = default;

void Panels::on_new_surface(wlr_layer_surface_v1& surface) {
    if (surface.output == nullptr) {
        surface.output = host_.default_output();
    }
    if (surface.output == nullptr || host_.output_box(surface.output).empty()) {
        // Nowhere to show it: the client is told that it was closed.
        wlr_layer_surface_v1_destroy(&surface);
        return;
    }
    panels_.push_back(std::make_unique<Panel>(*this, surface, scene_));
}

void Panels::arrange(wlr_output* output) {
    const auto full = host_.output_box(output);
    if (full.empty()) {
        return;
    }
    Box usable = full;
    constexpr std::array layers{
        ZWLR_LAYER_SHELL_V1_LAYER_OVERLAY,
        ZWLR_LAYER_SHELL_V1_LAYER_TOP,
        ZWLR_LAYER_SHELL_V1_LAYER_BOTTOM,
        ZWLR_LAYER_SHELL_V1_LAYER_BACKGROUND,
    };
    // Those that reserve room come first, so that the others keep out of it.
    for (const bool exclusive : {true, false}) {
        for (const auto layer : layers) {
            for (const auto& panel : panels_) {
                const auto& handle = panel->handle();
                if (handle.output == output && handle.initialized &&
                    handle.current.layer == layer &&
                    (handle.current.exclusive_zone > 0) == exclusive) {
                    panel->arrange(full, usable);
                }
            }
        }
    }
    host_.usable_changed(output, usable);
}

void Panels::close_all_on(const wlr_output* output) {
    std::vector<wlr_layer_surface_v1*> closing;
    for (const auto& panel : panels_) {
        if (panel->handle().output == output) {
            closing.push_back(&panel->handle());
        }
    }
    for (auto* surface : closing) {
        wlr_layer_surface_v1_destroy(surface);
    }
}

wlr_surface* Panels::keyboard_focus() const {
    const auto wants = [](const Panel& panel, zwlr_layer_shell_v1_layer layer) {
        return panel.mapped() && panel.handle().current.layer == layer &&
               panel.handle().current.keyboard_interactive ==
                   ZWLR_LAYER_SURFACE_V1_KEYBOARD_INTERACTIVITY_EXCLUSIVE;
    };
    for (const auto layer : {ZWLR_LAYER_SHELL_V1_LAYER_OVERLAY, ZWLR_LAYER_SHELL_V1_LAYER_TOP}) {
        for (const auto& panel : panels_) {
            if (wants(*panel, layer)) {
                return panel->handle().surface;
            }
        }
    }
    return on_demand_ != nullptr ? on_demand_->surface : nullptr;
}

void Panels::clicked(wlr_layer_surface_v1* surface) {
    auto* now = surface != nullptr && takes_keyboard(*surface) ? surface : nullptr;
    if (now != on_demand_) {
        on_demand_ = now;
        focus_changed();
    }
}

void Panels::unmapped(Panel& panel) {
    if (on_demand_ == &panel.handle()) {
        on_demand_ = nullptr;
    }
    arrange(panel.handle().output);
    focus_changed();
}

void Panels::forget(Panel& panel) {
    auto* output = panel.handle().output;
    if (on_demand_ == &panel.handle()) {
        on_demand_ = nullptr;
    }
    std::erase_if(panels_, [&](const auto& owned) { return owned.get() == &panel; });
    arrange(output);
    focus_changed();
}

void Panels::focus_changed() {
    host_.focus_changed();
}

Box Panels::output_box(const wlr_output* output) const {
    return host_.output_box(output);
}

} // namespace exwm_vr::shell
