// SPDX-License-Identifier: MIT
#include "server/render_node.hpp"

#include <xf86drm.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

namespace exwm_vr::server {
namespace {

struct FreesVersion {
    void operator()(drmVersion* version) const noexcept { drmFreeVersion(version); }
};

struct FreesText {
    void operator()(char* text) const noexcept { drmFree(text); }
};

struct FreesDevice {
    void operator()(drmDevice* device) const noexcept { drmFreeDevice(&device); }
};

using Text = std::unique_ptr<char, FreesText>;

std::string driver_of(int fd) {
    const std::unique_ptr<drmVersion, FreesVersion> version(drmGetVersion(fd));
    return version ? std::string(version->name, static_cast<std::size_t>(version->name_len)) : "";
}

Result<RenderNode> open_node(const std::string& path, const std::string& reason) {
    RenderNode node{
        .fd = Fd(open(path.c_str(), O_RDWR | O_CLOEXEC)),
        .path = path,
        .driver = "",
        .reason = reason
    };
    if (!node.fd) {
        return fail("{} cannot be opened: {}", path, std::strerror(errno));
    }
    node.driver = driver_of(node.fd.get());
    return node;
}

bool draws_in_software(const std::string& driver) {
    return std::ranges::contains(std::array<std::string_view, 2>{"vgem", "vkms"}, driver);
}

} // namespace

Result<RenderNode> find_render_node(int backend_fd) {
    if (backend_fd >= 0) {
        if (const Text path(drmGetRenderDeviceNameFromFd(backend_fd)); path) {
            return open_node(path.get(), "the output's own GPU");
        }
    }
    if (access("/dev/dri", F_OK) != 0) {
        return fail("there is no /dev/dri");
    }
    const int count = drmGetDevices2(0, nullptr, 0);
    if (count <= 0) {
        return fail("/dev/dri has no device");
    }
    std::vector<drmDevice*> raw(static_cast<std::size_t>(count));
    const int filled = drmGetDevices2(0, raw.data(), count);
    std::vector<std::unique_ptr<drmDevice, FreesDevice>> devices;
    devices.reserve(raw.size());
    for (int i = 0; i < filled; ++i) {
        devices.emplace_back(raw.at(static_cast<std::size_t>(i)));
    }
    Error last{"/dev/dri has no render node"};
    for (const auto& device : devices) {
        if ((device->available_nodes & (1 << DRM_NODE_RENDER)) == 0) {
            continue;
        }
        auto node = open_node(device->nodes[DRM_NODE_RENDER], "the first render node of a GPU");
        if (node && draws_in_software(node->driver)) {
            last = Error{node->path + " is " + node->driver + ", which is no GPU"};
        } else if (node) {
            return node;
        } else {
            last = node.error();
        }
    }
    return std::unexpected(last);
}

} // namespace exwm_vr::server
