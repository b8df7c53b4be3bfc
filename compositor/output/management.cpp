// SPDX-License-Identifier: MIT
#include "output/management.hpp"

#include "base/log.hpp"

#include <vector>

namespace exwm_vr::output {
namespace {

using Configuration = Handle<wlr_output_configuration_v1, wlr_output_configuration_v1_destroy>;

Outputs::Change change_for(Output& output, const wlr_output_head_v1_state& head) {
    Outputs::Change change{
        .output = &output, .settings = {.enabled = head.enabled}, .mode = nullptr
    };
    if (!head.enabled) {
        return change;
    }
    const auto& now = output.handle();
    if (head.mode != nullptr) {
        change.mode = head.mode;
    } else if (
        head.custom_mode.width != now.width || head.custom_mode.height != now.height ||
        head.custom_mode.refresh != now.refresh
    ) {
        change.settings.mode = Size{head.custom_mode.width, head.custom_mode.height};
        change.settings.refresh_mhz = head.custom_mode.refresh;
    }
    change.settings.scale = head.scale;
    change.settings.transform = static_cast<config::Transform>(head.transform);
    // A client always says a position; only another one is a wish, and the rest stay automatic.
    const Point position{.x = head.x, .y = head.y};
    if (position != Point{.x = output.box().x, .y = output.box().y}) {
        change.settings.position = position;
    }
    const bool synced = now.adaptive_sync_status == WLR_OUTPUT_ADAPTIVE_SYNC_ENABLED;
    if (head.adaptive_sync_enabled != synced) {
        change.settings.adaptive_sync =
            head.adaptive_sync_enabled ? config::AdaptiveSync::on : config::AdaptiveSync::off;
    }
    return change;
}

} // namespace

Management::Management(wl_display* display, Outputs& outputs)
    : outputs_(outputs)
    , manager_(wlr_output_manager_v1_create(display))
    , apply_(*this, manager_->events.apply)
    , test_(*this, manager_->events.test)
    , set_power_(*this, wlr_output_power_manager_v1_create(display)->events.set_mode) {}

void Management::publish() {
    auto* configuration = wlr_output_configuration_v1_create();
    if (configuration == nullptr) {
        log::panic("out of memory for the output configuration");
    }
    for (const auto* output : outputs_.all()) {
        auto* head = wlr_output_configuration_head_v1_create(configuration, &output->handle());
        if (head == nullptr) {
            log::panic("out of memory for an output head");
        }
        // An output whose power is off still has its place.
        head->state.enabled = output->active();
        head->state.x = output->box().x;
        head->state.y = output->box().y;
    }
    wlr_output_manager_v1_set_configuration(manager_, configuration);
}

void Management::on_apply(wlr_output_configuration_v1& configuration) {
    carry_out(configuration, false);
}

void Management::on_test(wlr_output_configuration_v1& configuration) {
    carry_out(configuration, true);
}

void Management::carry_out(wlr_output_configuration_v1& configuration, bool only_test) {
    const Configuration owned(&configuration);
    std::vector<Outputs::Change> changes;
    wlr_output_configuration_head_v1* head = nullptr;
    wl_list_for_each(head, &configuration.heads, link) {
        if (auto* output = outputs_.find(head->state.output)) {
            changes.push_back(change_for(*output, head->state));
        }
    }
    const auto done = only_test ? outputs_.test(changes) : outputs_.apply(changes);
    if (done) {
        wlr_output_configuration_v1_send_succeeded(&configuration);
    } else {
        log::info("an output configuration was refused: {}", done.error().message);
        wlr_output_configuration_v1_send_failed(&configuration);
    }
    publish();
}

void Management::on_set_power(wlr_output_power_v1_set_mode_event& event) {
    OutputState state;
    wlr_output_state_set_enabled(state.get(), event.mode == ZWLR_OUTPUT_POWER_V1_MODE_ON);
    if (!wlr_output_commit_state(event.output, state.get())) {
        log::warn("output {}: its power could not be switched", event.output->name);
    }
}

} // namespace exwm_vr::output
