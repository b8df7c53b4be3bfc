// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "passthrough/gpu/device.hpp"

#include <span>
#include <string>
#include <vector>

namespace exwm_vr::gpu {

/// What somebody asked for. Devices are named by node ("/dev/dri/renderD128"), by bus
/// ("pci-0000:01:00.0", also without "pci-") or by driver ("amdgpu").
struct Wish {
    std::string render;             ///< empty: by rule
    std::string render_by;          ///< who asked for it, for the reason: "the config"
    std::vector<std::string> cards; ///< in this order; empty: by rule
    std::string cards_by;
    std::string seat = "seat0";       ///< only its cards are taken
    std::vector<std::string> without; ///< buses of devices that are not to be touched
    /// The CPU may draw by way of a render node: somebody named the renderer.
    bool by_cpu = false;
};

struct Chosen {
    const Device* device = nullptr;
    std::string reason;
    bool later = false; ///< a card that is to be opened once something is plugged into it
};

/// Cards to open, as they have outputs to drive: those with a monitor at once, and one in any case.
/// The first is the one whose GPU draws by default. An error when a card that was asked for is not
/// there, or none can drive outputs.
[[nodiscard]] Result<std::vector<Chosen>>
choose_cards(std::span<const Device> devices, const Wish& wish);

/// The device whose render node draws: what was asked for, else that of @p primary (may be null)
/// when it has one, else the first real GPU. vgem, vkms, mere display controllers and virtio-gpu
/// without 3D never. The error says why there is none.
[[nodiscard]] Result<Chosen>
choose_renderer(std::span<const Device> devices, const Wish& wish, const Device* primary);

/// The device that is called @p name as in Wish, or by its card's bare name ("card0"); null for
/// none.
[[nodiscard]] const Device* find_device(std::span<const Device> devices, const std::string& name);

/// Whether something is plugged into one of its connectors.
[[nodiscard]] bool connected(const Device& device);

/// Whether the driver only pretends to be a GPU: vgem and vkms, by whatever name.
[[nodiscard]] bool pretends(const Device& device);

/// Whether it has a render node on which Mesa would let the CPU draw.
[[nodiscard]] bool lacks_3d(const Device& device);

} // namespace exwm_vr::gpu
