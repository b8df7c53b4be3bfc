// SPDX-License-Identifier: MIT
// What the machine made us decide, in the log and for IPC.
#include "base/log.hpp"
#include "passthrough/environment/machine_probe.hpp"
#include "passthrough/gpu/inventory.hpp"
#include "passthrough/start/decisions.hpp"
#include "server/gl.hpp"
#include "server/render_node.hpp"
#include "server/server.hpp"

#include <algorithm>

namespace exwm_vr::server {
namespace {

/// Of what draws itself: the plan for it may have failed.
start::Renderer kind_of(wlr_renderer& renderer) {
    if (wlr_renderer_is_pixman(&renderer)) {
        return start::Renderer::pixman;
    }
    return is_gles2(renderer) ? start::Renderer::gles2 : start::Renderer::vulkan;
}

start::Outcome outcome_of(const Graphics& graphics, std::span<const gpu::Device> devices) {
    auto& renderer = *graphics.drawing.renderer;
    const auto* drawn_by = device_of(devices, wlr_renderer_get_drm_fd(&renderer));
    const auto* dmabufs = wlr_renderer_get_texture_formats(&renderer, WLR_BUFFER_CAP_DMABUF);
    start::Outcome outcome{
        .outputs = graphics.kms             ? start::Outputs::kms
                   : graphics.only_headless ? start::Outputs::headless
                                            : start::Outputs::nested,
        .outputs_text = graphics.kms ? graphics.kms->text() : graphics.outputs,
        .cards = {},
        .renderer = kind_of(renderer),
        .renderer_asked = graphics.drawing.asked,
        .render_node = drawn_by != nullptr ? drawn_by->render : "",
        .renderer_reason = graphics.drawing.reason,
        .software = graphics.drawing.software,
        .takes_dmabufs = dmabufs != nullptr && dmabufs->len > 0,
        .timelines = renderer.features.timeline && graphics.backend->features.timeline,
    };
    for (const auto& device : devices) {
        if (graphics.kms && graphics.kms->use_of(device) == Kms::Use::open) {
            outcome.cards.push_back(device.card);
        }
    }
    return outcome;
}

} // namespace

void Server::decide() {
    if (decisions_.empty()) {
        environment::MachineProbe probe;
        environment_ = environment::examine(probe);
    }
    const auto devices = gpu::take_inventory();
    const auto* primary = device_of(devices, wlr_backend_get_drm_fd(graphics_.backend.get()));
    const auto plan = gpu::choose_renderer(devices, render_wish(settings_.graphics), primary);
    std::vector<ipc::Decision> fresh;
    for (auto& [subject, choice, reason, warns] :
         start::decisions(environment_, devices, plan, outcome_of(graphics_, devices))) {
        const auto& decision =
            fresh.emplace_back(std::move(subject), std::move(choice), std::move(reason), warns);
        if (std::ranges::contains(decisions_, decision)) {
            continue; // was said before
        }
        if (decision.warns) {
            log::warn("{}: {}: {}", decision.subject, decision.choice, decision.reason);
        } else {
            log::info("{}: {}: {}", decision.subject, decision.choice, decision.reason);
        }
    }
    decisions_ = std::move(fresh);
}

std::vector<ipc::Decision> IpcDesktop::decisions() const {
    return control_.decisions();
}

} // namespace exwm_vr::server
