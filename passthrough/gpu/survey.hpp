// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/gpu/details.hpp"
#include "passthrough/gpu/tree.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace exwm_vr::gpu {

/// All GPUs that the kernel knows, those without DRM nodes too: bound to vfio-pci or to nothing,
/// and accelerators. Opens no device, so that a GPU that sleeps goes on sleeping. DRM devices come
/// first, in the order of their nodes.
[[nodiscard]] std::vector<Gpu> survey(const Tree& tree);

/// This machine's, with names and seats from udev.
[[nodiscard]] std::vector<Gpu> survey_machine(const Tree& machine = Tree());

/// By node, bus or driver, as gpu::Wish names them; also by a stable name below
/// /dev/dri/by-path. Null when there is none.
[[nodiscard]] const Gpu* find(std::span<const Gpu> gpus, std::string_view name);

} // namespace exwm_vr::gpu
