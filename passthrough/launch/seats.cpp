// SPDX-License-Identifier: MIT
#include "passthrough/launch/seats.hpp"

#include "base/format.hpp"
#include "base/table.hpp"

#include <map>

namespace exwm_vr::launch {

std::vector<std::string> given_twice(std::span<const Plan> plans) {
    std::map<std::string, std::vector<std::string>> owners;
    for (const auto& plan : plans) {
        for (const auto& device : plan.devices) {
            // Input that is made is nobody's alone.
            if (device.role != Role::render && device.role != Role::uinput) {
                owners[device.node.path].push_back(plan.name);
            }
        }
        for (const auto& function : plan.pci) {
            owners[function.address].push_back(plan.name);
        }
        if (!plan.mediated.empty()) {
            owners[plan.mediated].push_back(plan.name);
        }
        if (plan.seat_group) {
            owners["the seat of seatd"].push_back(plan.name);
        }
    }
    std::vector<std::string> twice;
    for (const auto& [what, names] : owners) {
        if (names.size() > 1) {
            twice.push_back(formatted("{} is given to {}", what, joined(names, " and ")));
        }
    }
    return twice;
}

} // namespace exwm_vr::launch
