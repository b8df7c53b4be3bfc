// SPDX-License-Identifier: MIT
#pragma once

#include "output/outputs.hpp"

namespace exwm_vr::output {

/// wlr-output-management v1 and wlr-output-power-management v1 over Outputs.
class Management {
public:
    Management(wl_display* display, Outputs& outputs);
    Management(const Management&) = delete;
    Management& operator=(const Management&) = delete;
    ~Management() = default;

    /// Tells clients what the outputs are now.
    void publish();

private:
    void on_apply(wlr_output_configuration_v1& configuration);
    void on_test(wlr_output_configuration_v1& configuration);
    void on_set_power(wlr_output_power_v1_set_mode_event& event);
    void carry_out(wlr_output_configuration_v1& configuration, bool only_test);

    Outputs& outputs_;
    wlr_output_manager_v1* manager_; ///< dies with the display
    Listener<&Management::on_apply> apply_;
    Listener<&Management::on_test> test_;
    Listener<&Management::on_set_power> set_power_;
};

} // namespace exwm_vr::output
