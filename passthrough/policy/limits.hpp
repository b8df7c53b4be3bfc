// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "passthrough/policy/guest.hpp"
#include "passthrough/policy/limit.hpp"
#include "passthrough/policy/mechanisms.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace exwm_vr::policy {

/// What a guest is given to draw with.
enum class Shape : std::uint8_t {
    nothing,        ///< no GPU, and nothing to draw for
    processors,     ///< a container without a render node
    render_node,    ///< a container with one, shared with others
    virtual_2d,     ///< virtio-gpu: pictures only; what is in them, its processors draw
    virgl,          ///< virtio-gpu: OpenGL
    venus,          ///< virtio-gpu: Vulkan, and OpenGL by virgl or on top of it
    native_context, ///< virtio-gpu: the kernel driver's own interface
    own_part,       ///< a virtual function of its own
    own_gpu,
};

/// Each limit of @p guest, which is given @p shape, and what it is worth where there is @p machine
/// to hold it. What withholds nothing is no limit: the share of a guest that may have all. Subjects
/// are "nodes", "vram", "compute", "vulkan", "operations", "isolation", "memory", "cpus",
/// "requests" and "priority", each at most once; which there are does not depend on @p machine.
[[nodiscard]] std::vector<Limit> limits(const Guest& guest, Shape shape, const Mechanisms& machine);

/// An error that names each of @p limits that nothing enforces.
[[nodiscard]] Result<void>
require_enforced(std::string_view guest, const std::vector<Limit>& limits);

} // namespace exwm_vr::policy
