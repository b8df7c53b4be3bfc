// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"

#include <string>

namespace exwm_vr::server {

struct RenderNode {
    Fd fd;
    std::string path;   ///< /dev/dri/renderD128
    std::string driver; ///< kernel driver, "amdgpu"
    std::string reason; ///< why this one
};

/// The render node to draw with: that of the backend's own device when it has one
/// (@p backend_fd, -1 for none), else the first that is a real GPU. The error says why there is
/// none.
Result<RenderNode> find_render_node(int backend_fd);

} // namespace exwm_vr::server
