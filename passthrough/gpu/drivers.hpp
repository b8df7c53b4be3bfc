// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/gpu/details.hpp"

#include <span>
#include <string_view>

namespace exwm_vr::gpu {

/// What is known of a kernel driver by its name in sysfs.
struct Driver {
    std::string_view name;
    Vendor vendor = Vendor::other;
    bool displays = false;      ///< may have outputs, also when it has none at the moment
    bool draws = false;         ///< its render node, where it has one, is one of a GPU
    bool shares_memory = false; ///< all of its devices draw in the machine's memory
};

/// Drivers of which one has the outputs of a chip and the other draws for it.
struct Split {
    std::string_view platform;
    std::span<const std::string_view> displays;
    std::span<const std::string_view> renderers;
};

/// Null for one that is not in the table.
[[nodiscard]] const Driver* driver_named(std::string_view name);

[[nodiscard]] std::span<const Split> splits();

/// Whose a PCI device is by its vendor's number; `unknown` for others than GPUs' makers.
[[nodiscard]] Vendor vendor_of_pci(std::uint16_t vendor);

} // namespace exwm_vr::gpu
