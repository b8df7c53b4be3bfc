// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "passthrough/gpu/choose.hpp"
#include "server/card_allocators.hpp"
#include "server/kms.hpp"
#include "wlr/handles.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace exwm_vr::server {

enum class BackendKind : std::uint8_t { automatic, headless, nested };
enum class RendererKind : std::uint8_t { automatic, pixman, gles2, vulkan };

struct GraphicsWish {
    BackendKind backend = BackendKind::automatic;
    RendererKind renderer = RendererKind::automatic;
    bool require_gpu = false; ///< software rendering is an error
    int nested_outputs = 1;   ///< windows to open when nested
    gpu::Wish gpus;
};

/// What the render node is chosen by.
[[nodiscard]] gpu::Wish render_wish(const GraphicsWish& wish);

/// What draws pictures, and where they are drawn.
struct Drawing {
    Renderer renderer;
    Allocator allocator; ///< of the first card
    std::unique_ptr<CardAllocators> cards;
    std::string text;      ///< which, and why
    std::string reason;    ///< why alone
    bool asked = false;    ///< somebody named it
    bool software = false; ///< the CPU draws
};

/// Where pictures go and what draws them. Destroyed after everything that uses it, members in
/// reverse order.
struct Graphics {
    std::unique_ptr<Kms> kms;        ///< null when outputs are others'; goes after the backend
    Backend backend;                 ///< a multi-backend; the others belong to it
    wlr_backend* headless = nullptr; ///< where virtual outputs are made
    Drawing drawing;
    wlr_compositor* compositor = nullptr; ///< wl_compositor's global; dies with the display
    bool only_headless = false;
    std::string outputs; ///< where pictures go: "headless (asked for)"
    std::string summary; ///< one line: backend, renderer, render node, driver and why
};

/// Makes the backends (not started yet), the renderer and the allocator.
Result<Graphics> make_graphics(wl_event_loop* loop, const GraphicsWish& wish);

/// What draws for @p backend, as at the start: for when the GPU was reset and what drew is lost.
Result<Drawing> make_drawing(const GraphicsWish& wish, wlr_backend* backend);

/// The CPU draws, whichever renderer was asked for, and @p why; an error where it may not.
Result<Drawing>
make_stop_gap(const GraphicsWish& wish, const std::string& why, wlr_backend* backend);

} // namespace exwm_vr::server
