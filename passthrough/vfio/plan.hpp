// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/vfio/journal.hpp"
#include "passthrough/vfio/ready.hpp"

#include <span>
#include <string>
#include <vector>

namespace exwm_vr::vfio {

/// A write to a file of sysfs.
struct Write {
    std::string path; ///< "/sys/bus/pci/devices/0000:01:00.0/driver_override"
    std::string text; ///< what is written; a line break alone takes a value away

    friend bool operator==(const Write&, const Write&) = default;
};

/// What a device is like now.
struct Now {
    std::string address;
    bool present = true;
    std::uint16_t vendor = 0;
    std::uint16_t device = 0;
    std::string driver;
    std::string override;

    friend bool operator==(const Now&, const Now&) = default;
};

[[nodiscard]] Now look_now(const Tree& tree, const std::string& address);

/// How things are, to be able to undo it: all of the GPU's group but bridges.
[[nodiscard]] Journal journal_of(const Tree& tree, const Gpu& gpu);

/// Gives all of @p devices to vfio-pci: reserves each for it, takes it from its driver, and asks
/// the kernel to find a driver. Nothing for those that have it.
[[nodiscard]] std::vector<Write> plan_bind(std::span<const Now> devices);

/// Gives the devices of @p journal back, from whatever they are like now: after a crash half way,
/// or after a restart, which undoes all of it. What is as it was is left alone.
[[nodiscard]] std::vector<Write> plan_restore(const Journal& journal, std::span<const Now> devices);

/// Why the journal's devices cannot be given back as they are now: another device is at an
/// address. One that is gone is none, as nothing of it is left.
[[nodiscard]] std::vector<std::string>
obstacles(const Journal& journal, std::span<const Now> devices);

} // namespace exwm_vr::vfio
