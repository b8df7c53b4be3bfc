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

/// The best that @p guest is granted and the machine offers. Only @p offers count for it, not what
/// would enforce it: a guest is not given more because it cannot be held back.
///
/// Of the ways to share with a virtual machine, a native context keeps guests apart as the kernel
/// does, venus by a process for each, and virgl not at all, so that it is taken only where nothing
/// else is offered or where Vulkan is withheld, which the other two cannot do.
[[nodiscard]] Shape shape_of(const Guest& guest, const Offers& offers);

/// Each limit of @p guest and what it is worth here. What withholds nothing is no limit: the share
/// of a guest that may have all. Subjects are "nodes", "vram", "compute", "vulkan", "operations",
/// "isolation", "memory" and "cpus", each at most once.
[[nodiscard]] std::vector<Limit> limits(const Guest& guest, const Mechanisms& machine);

/// The same for a guest that is given @p shape, which need not be the best that it could have.
[[nodiscard]] std::vector<Limit> limits(const Guest& guest, Shape shape, const Mechanisms& machine);

/// An error that names each of @p limits that nothing enforces.
[[nodiscard]] Result<void>
require_enforced(std::string_view guest, const std::vector<Limit>& limits);

} // namespace exwm_vr::policy
