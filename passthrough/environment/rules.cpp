// SPDX-License-Identifier: MIT
#include "passthrough/environment/rule.hpp"

#include <algorithm>
#include <iterator>

namespace exwm_vr::environment {

std::span<const Rule> rules() {
    static const std::vector<Rule> all = [] {
        std::vector<Rule> together;
        for (auto part :
             {firmware_rules(),
              processor_rules(),
              device_rules(),
              container_rules(),
              sandbox_rules(),
              fact_rules()}) {
            std::ranges::move(part, std::back_inserter(together));
        }
        // That something is virtual is worth less than any name for it.
        std::ranges::stable_sort(together, {}, [](const Rule& rule) {
            return rule.axis == Axis::hypervisor && rule.id == "vm-other";
        });
        return together;
    }();
    return all;
}

std::string_view to_string(Axis axis) {
    switch (axis) {
    case Axis::hypervisor:
        return "hypervisor";
    case Axis::host:
        return "host";
    case Axis::nested:
        return "nested";
    case Axis::container:
        return "container";
    case Axis::sandbox:
        return "sandbox";
    case Axis::no_container:
        return "no-container";
    case Axis::fact:
        return "fact";
    }
    return "?";
}

std::string_view to_string(Weight weight) {
    switch (weight) {
    case Weight::hint:
        return "hint";
    case Weight::marker:
        return "marker";
    case Weight::evidence:
        return "evidence";
    }
    return "?";
}

} // namespace exwm_vr::environment
