// SPDX-License-Identifier: MIT
// GPUs as IPC sees them, and giving one away while we run.
#include "base/format.hpp"
#include "base/log.hpp"
#include "passthrough/gpu/inventory.hpp"
#include "server/open_nodes.hpp"
#include "server/render_node.hpp"
#include "server/server.hpp"

#include <algorithm>

namespace exwm_vr::server {
namespace {

/// Whether pictures are drawn by this device.
bool draws(const gpu::Device& device, wlr_renderer& renderer) {
    return device_of({&device, 1}, wlr_renderer_get_drm_fd(&renderer)) != nullptr;
}

ipc::Gpu::Use told(Kms::Use use) {
    switch (use) {
    case Kms::Use::open:
        return ipc::Gpu::Use::open;
    case Kms::Use::waiting:
        return ipc::Gpu::Use::waiting;
    case Kms::Use::released:
        return ipc::Gpu::Use::released;
    case Kms::Use::none:
        break;
    }
    return ipc::Gpu::Use::none;
}

/// "/dev/dri/card1, /dev/dri/renderD129"
std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

} // namespace

std::vector<ipc::Gpu> Server::list_gpus() const {
    std::vector<ipc::Gpu> all;
    for (const auto& device : gpu::take_inventory()) {
        all.push_back({
            .id = device.bus,
            .name = device.name,
            .driver = device.driver,
            .card = device.card,
            .render = device.render,
            .use = graphics_.kms ? told(graphics_.kms->use_of(device)) : ipc::Gpu::Use::none,
            .draws = draws(device, *graphics_.drawing.renderer),
        });
    }
    return all;
}

Result<void> Server::release_gpu(const std::string& name) {
    const auto devices = gpu::take_inventory();
    const auto* device = gpu::find_device(devices, name);
    if (device == nullptr) {
        return fail("there is no GPU {}", name);
    }
    if (!graphics_.kms) {
        return fail("{} is not used: this session has no cards", name);
    }
    if (graphics_.kms->use_of(*device) == Kms::Use::released) {
        return fail("{} is released already", name);
    }
    if (draws(*device, *graphics_.drawing.renderer)) {
        return fail(
            "{} draws; let another GPU do so by 'render' in the config, and start anew", name
        );
    }
    auto done = graphics_.kms->release(*device, [this] {
        settings_.graphics.gpus = graphics_.kms->wish();
        draw_anew();
        return wlr_renderer_is_pixman(graphics_.drawing.renderer.get());
    });
    if (!done) {
        return fail("{} is not released: {}", name, done.error().message);
    }
    settings_.graphics.gpus = graphics_.kms->wish();
    if (const auto left = open_nodes(*device); !left.empty()) {
        return fail("{} is closed but for {}, which is a fault", name, joined(left));
    }
    log::info(
        "the GPU {} ({}) is released: none of its nodes is open", device->bus, device->driver
    );
    return {};
}

Result<void> Server::acquire_gpu(const std::string& name) {
    const auto devices = gpu::take_inventory();
    const auto* device = gpu::find_device(devices, name);
    if (device == nullptr) {
        return fail("there is no GPU {}; is its driver bound?", name);
    }
    if (!graphics_.kms || graphics_.kms->use_of(*device) != Kms::Use::released) {
        return fail("{} was not released", name);
    }
    log::info("the GPU {} ({}) is taken back", device->bus, device->driver);
    graphics_.kms->acquire(*device);
    settings_.graphics.gpus = graphics_.kms->wish();
    return {};
}

std::vector<ipc::Gpu> IpcDesktop::gpus() const {
    return control_.gpus();
}

Result<void> IpcDesktop::release_gpu(const std::string& name) {
    return control_.release_gpu(name);
}

Result<void> IpcDesktop::acquire_gpu(const std::string& name) {
    return control_.acquire_gpu(name);
}

} // namespace exwm_vr::server
