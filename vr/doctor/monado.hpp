// SPDX-License-Identifier: MIT
#pragma once

#include "vr/doctor/finding.hpp"
#include "vr/doctor/openxr.hpp"

namespace exwm_vr::doctor {

/// Whether Monado's service is there and starts.
struct Monado {
    bool active = false;              ///< it is the OpenXR runtime
    std::string program;              ///< path of monado-service; empty: not installed
    bool unit = false;                ///< exwm-vr-monado.service is installed
    std::vector<std::string> enabled; ///< units that start it, "exwm-vr-monado.service"
};

[[nodiscard]] Monado find_monado(const Probe& probe, const Runtime& runtime);

[[nodiscard]] Finding judge(const Monado& monado);

} // namespace exwm_vr::doctor
