// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "passthrough/environment/report.hpp"
#include "passthrough/gpu/choose.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace exwm_vr::start {

/// Something that a compositor decided from what the machine is, or that does not work there.
struct Decision {
    std::string subject; ///< "renderer"; each at most once
    std::string choice;  ///< "gles2 on /dev/dri/renderD128"
    std::string reason;
    bool warns = false; ///< not as planned: somebody should look

    friend bool operator==(const Decision&, const Decision&) = default;
};

/// Where pictures go.
enum class Outputs : std::uint8_t { kms, nested, headless };

enum class Renderer : std::uint8_t { pixman, gles2, vulkan };

/// What was set up, asked of the parts themselves and not of the plan for them.
struct Outcome {
    Outputs outputs = Outputs::headless;
    std::string outputs_text;       ///< "nested Wayland", "card0 (outputs are connected)"
    std::vector<std::string> cards; ///< that are open, "/dev/dri/card0"
    Renderer renderer = Renderer::pixman;
    bool renderer_asked = false; ///< somebody named it; else the rules chose
    std::string render_node;     ///< "/dev/dri/renderD128"; empty when none draws
    std::string renderer_reason;
    bool software = true;       ///< the CPU draws, also behind gles2 and vulkan
    bool takes_dmabufs = false; ///< of clients
    bool timelines = false;     ///< both what draws and what shows wait for them
};

/// The device that was to draw, or why none was.
using Plan = Result<gpu::Chosen>;

/// One for each of "environment", "outputs", "renderer", "buffers", "synchronization" and "leases",
/// in this order.
[[nodiscard]] std::vector<Decision> decisions(
    const environment::Report& environment,
    std::span<const gpu::Device> devices,
    const Plan& plan,
    const Outcome& outcome
);

/// Why a machine like this may have no card, as an end of a sentence that says that there is none;
/// empty when there is nothing to say.
[[nodiscard]] std::string no_card_hint(const environment::Report& environment);

} // namespace exwm_vr::start
