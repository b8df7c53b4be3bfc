// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/gpu/details.hpp"
#include "passthrough/gpu/tree.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace exwm_vr::vfio {

/// Who has nodes of a device open.
struct Users {
    std::vector<std::string> processes; ///< "Xorg (process 812) has /dev/dri/card0 open"
    std::size_t unseen = 0;             ///< processes whose files may not be looked at
};

[[nodiscard]] Users users_of(const gpu::Tree& tree, std::span<const gpu::NodeFile> nodes);

/// The nodes by which virtual machines have a PCI device.
[[nodiscard]] std::vector<gpu::NodeFile>
vfio_nodes(const gpu::Tree& tree, const std::string& address);

} // namespace exwm_vr::vfio
