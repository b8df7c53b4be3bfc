// SPDX-License-Identifier: MIT
// Turns the power of all outputs off or on, as a program that saves power does: they keep their
// places, and clients what they have of them.
//
//   power-switch off|on
#include "ctl/wayland/connection.hpp"
#include "ctl/wayland/proxy.hpp"

#include <wlr-output-power-management-unstable-v1-client-protocol.h>

#include <cstdio>
#include <span>
#include <string_view>
#include <vector>

using namespace exwm_vr;

int main(int argc, char** argv) {
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    if (arguments.size() != 2) {
        return 2;
    }
    const auto mode = std::string_view(arguments[1]) == "on" ? ZWLR_OUTPUT_POWER_V1_MODE_ON
                                                             : ZWLR_OUTPUT_POWER_V1_MODE_OFF;
    const auto opened = ctl::Connection::open("", ctl::Deadline::after(ctl::patience));
    if (!opened) {
        std::fputs(opened.error().message.c_str(), stderr);
        return 1;
    }
    auto& connection = **opened;
    const auto* global = connection.find_global(zwlr_output_power_manager_v1_interface.name);
    if (global == nullptr) {
        return 1;
    }
    const auto manager = connection.bind_untyped(*global, zwlr_output_power_manager_v1_interface);
    std::vector<ctl::Proxy<wl_output>> outputs;
    std::vector<zwlr_output_power_v1*> switches;
    for (const auto& offered : connection.globals()) {
        if (offered.interface == ctl::interface_of<wl_output>().name) {
            const auto& output = outputs.emplace_back(connection.bind<wl_output>(offered, 1));
            switches.push_back(zwlr_output_power_manager_v1_get_output_power(
                reinterpret_cast<zwlr_output_power_manager_v1*>(manager.get()), output.get()
            ));
            zwlr_output_power_v1_set_mode(switches.back(), mode);
        }
    }
    const bool done = connection.roundtrip().has_value();
    for (auto* one : switches) {
        zwlr_output_power_v1_destroy(one);
    }
    return done ? 0 : 1;
}
