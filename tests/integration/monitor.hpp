// SPDX-License-Identifier: MIT
// Monitors that refuse things, as those of docks and old cards do, for tests with the server or a
// part of it in their own process.
#pragma once

#include "wlr/wlr.hpp"

#include <deque>
#include <functional>
#include <string>

namespace exwm_vr::test {

/// Says of a state that it is possible.
using Allows = std::function<bool(const wlr_output& output, const wlr_output_state& state)>;

inline bool turns_on(const wlr_output& output, const wlr_output_state& state) {
    return (state.committed & WLR_OUTPUT_STATE_ENABLED) != 0 ? state.enabled : output.enabled;
}

/// A monitor that a test makes up, of a card that does nothing.
class Monitor {
public:
    Monitor(wl_event_loop* loop, wlr_backend& card, const std::string& name) {
        wlr_output_init(&output_, &card, &implementation, loop, nullptr);
        wlr_output_set_name(&output_, name.c_str());
        output_.data = this;
    }

    Monitor(const Monitor&) = delete;
    Monitor& operator=(const Monitor&) = delete;

    ~Monitor() { wlr_output_finish(&output_); }

    void add_mode(int width, int height, int refresh_mhz) {
        auto& mode = modes_.emplace_back();
        mode.width = width;
        mode.height = height;
        mode.refresh = refresh_mhz;
        mode.preferred = modes_.size() == 1;
        wl_list_insert(output_.modes.prev, &mode.link);
    }

    [[nodiscard]] wlr_output& output() { return output_; }

    Allows tested = [](const auto&, const auto&) { return true; };
    Allows committed = [](const auto&, const auto&) { return true; };

private:
    static Monitor& of(wlr_output* output) { return *static_cast<Monitor*>(output->data); }

    static bool test(wlr_output* output, const wlr_output_state* state) {
        return of(output).tested(*output, *state);
    }

    static bool commit(wlr_output* output, const wlr_output_state* state) {
        return test(output, state) && of(output).committed(*output, *state);
    }

    static const wlr_output_impl implementation;

    wlr_output output_{};
    std::deque<wlr_output_mode> modes_;
};

inline const wlr_output_impl Monitor::implementation{
    .set_cursor = nullptr,
    .move_cursor = nullptr,
    .destroy = nullptr,
    .test = &Monitor::test,
    .commit = &Monitor::commit,
    .get_gamma_size = nullptr,
    .get_cursor_formats = nullptr,
    .get_cursor_sizes = nullptr,
    .get_primary_formats = nullptr,
};

inline const wlr_backend_impl card_implementation{};

} // namespace exwm_vr::test
