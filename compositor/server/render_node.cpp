// SPDX-License-Identifier: MIT
#include "server/render_node.hpp"

#include <xf86drm.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

namespace exwm_vr::server {
namespace {

struct FreesText {
    void operator()(char* text) const noexcept { drmFree(text); }
};

using Text = std::unique_ptr<char, FreesText>;

} // namespace

const gpu::Device* device_of(std::span<const gpu::Device> devices, int fd) {
    const Text path(fd >= 0 ? drmGetDeviceNameFromFd2(fd) : nullptr);
    const auto found = std::ranges::find_if(devices, [&](const auto& device) {
        return path && (device.card == path.get() || device.render == path.get());
    });
    return found != devices.end() ? &*found : nullptr;
}

Result<RenderNode>
open_render_node(std::span<const gpu::Device> devices, const gpu::Wish& wish, int backend_fd) {
    if (access("/dev/dri", F_OK) != 0) {
        return fail("there is no /dev/dri");
    }
    const auto chosen = gpu::choose_renderer(devices, wish, device_of(devices, backend_fd));
    if (!chosen) {
        return std::unexpected(chosen.error());
    }
    const auto& device = *chosen->device;
    RenderNode node{
        .fd = Fd(open(device.render.c_str(), O_RDWR | O_CLOEXEC)),
        .path = device.render,
        .driver = device.driver,
        .reason = chosen->reason
    };
    if (!node.fd) {
        return fail("{} cannot be opened: {}", node.path, std::strerror(errno));
    }
    return node;
}

} // namespace exwm_vr::server
