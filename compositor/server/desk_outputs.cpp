// SPDX-License-Identifier: MIT
// Outputs come, move and go: the desk's part in it.
#include "server/desk.hpp"
#include "wlr/output_names.hpp"

#include <algorithm>

namespace exwm_vr::server {

void Desk::output_activated(output::Output& output) {
    model_.add_output(
        output.id(),
        {.identity = identity_of(names_of(output.handle())),
         .full = output.box(),
         .usable = output.usable()}
    );
    scene_.set_background(look_.background, outputs_.extents());
    if (seat_ != nullptr && model_.outputs().size() == 1) {
        seat_->pointer().warp(output.box().center());
    }
    changed();
}

void Desk::output_deactivated(const output::Output& output) {
    panels_.close_all_on(&output.handle());
    model_.remove_output(output.id());
    told_workspaces_.erase(output.id());
    scene_.set_background(look_.background, outputs_.extents());
    changed();
}

void Desk::output_moved(const output::Output& output) {
    scene_.set_background(look_.background, outputs_.extents());
    panels_.arrange(&output.handle());
    lock_.outputs_changed();
}

output::FrameWish Desk::frame_wish(const output::Output& output) const {
    if (lock_.locked()) {
        return {};
    }
    const auto covering = std::ranges::find_if(by_id_, [&](const auto& entry) {
        const auto& placement = entry.second->placement();
        return placement.visible && placement.fullscreen && placement.output == output.id();
    });
    if (covering == by_id_.end() || covering->second->surface() == nullptr) {
        return {};
    }
    auto* surface = covering->second->surface();
    const auto content = wlr_surface_get_content_type_v1(content_, surface);
    return {
        .torn = wlr_tearing_control_manager_v1_surface_hint_from_surface(tearing_, surface) ==
                WP_TEARING_CONTROL_V1_PRESENTATION_HINT_ASYNC,
        .varied =
            content == WP_CONTENT_TYPE_V1_TYPE_GAME || content == WP_CONTENT_TYPE_V1_TYPE_VIDEO,
    };
}

void Desk::usable_changed(wlr_output* handle, Box usable) {
    auto* output = outputs_.find(handle);
    if (output == nullptr || !output->active()) {
        return;
    }
    const bool same = output->usable() == usable;
    output->set_usable(usable);
    model_.set_output_area(output->id(), output->box(), usable);
    changed();
    if (!same && events_.usable_changed) {
        events_.usable_changed(*output);
    }
}

} // namespace exwm_vr::server
