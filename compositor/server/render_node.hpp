// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"
#include "passthrough/gpu/choose.hpp"

#include <span>
#include <string>

namespace exwm_vr::server {

struct RenderNode {
    Fd fd;
    std::string path;   ///< /dev/dri/renderD128
    std::string driver; ///< kernel driver, "amdgpu"
    std::string reason; ///< why this one
};

/// The device that has this node open; null for none, also where @p fd is -1.
[[nodiscard]] const gpu::Device* device_of(std::span<const gpu::Device> devices, int fd);

/// Opens the render node to draw with. @p backend_fd is the backend's own device, which @p wish
/// goes before; -1 for none. The error says why there is none.
Result<RenderNode>
open_render_node(std::span<const gpu::Device> devices, const gpu::Wish& wish, int backend_fd);

} // namespace exwm_vr::server
