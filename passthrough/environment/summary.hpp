// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/environment/report.hpp"

#include <string>

namespace exwm_vr::environment {

/// "firecracker on kvm, nested"; empty when nothing is known.
[[nodiscard]] std::string summary_of(const Hypervisor& hypervisor);

/// "lxc > podman (likely)", outermost first; empty for none.
[[nodiscard]] std::string summary_of(const Layers& layers);

/// "podman in a virtual machine of qemu on kvm", in one line; says what cannot be known.
[[nodiscard]] std::string summary_of(const Report& report);

/// The rules that the summary rests on: "dmi-qemu, podman-file".
[[nodiscard]] std::string grounds_of(const Report& report);

} // namespace exwm_vr::environment
