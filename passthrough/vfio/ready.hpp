// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/gpu/finding.hpp"
#include "passthrough/gpu/survey.hpp"
#include "passthrough/vfio/users.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace exwm_vr::vfio {

using gpu::Finding;
using gpu::Gpu;
using gpu::Severity;
using gpu::Tree;

/// Devices that can only be given away with this GPU and are not a part of it, and not among
/// @p also: a network card in its group. Bridges stay.
[[nodiscard]] std::vector<gpu::GroupMember>
strangers(const Gpu& gpu, std::span<const std::string> also = {});

/// "0000:05:00.1 10de:10f0, class 040300, driver snd_hda_intel"
[[nodiscard]] std::string describe(const gpu::GroupMember& member);

/// All that must be so for a GPU to be given to a virtual machine, each by its name. @p lockable:
/// how many bytes this user may lock in memory; nothing: without limit.
[[nodiscard]] std::vector<Finding>
readiness(const Tree& tree, const Gpu& gpu, std::optional<std::uint64_t> lockable);

/// The limit of this process.
[[nodiscard]] std::optional<std::uint64_t> lockable_bytes();

/// What is seen by way of it, a sentence each: screens that are on, the boot display. Once nobody
/// has it open, that is the kernel's console.
[[nodiscard]] std::vector<std::string> shown_there(const Tree& tree, const Gpu& gpu);

/// Whether firmware and kernel show their messages there, and it is not given away yet.
[[nodiscard]] bool is_boot_display(const Gpu& gpu);

} // namespace exwm_vr::vfio
