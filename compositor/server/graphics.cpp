// SPDX-License-Identifier: MIT
#include "server/graphics.hpp"

#include "passthrough/environment/machine_probe.hpp"
#include "passthrough/environment/report.hpp"
#include "passthrough/gpu/inventory.hpp"
#include "passthrough/start/decisions.hpp"
#include "server/blocked_signals.hpp"
#include "server/gl.hpp"
#include "server/render_node.hpp"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace exwm_vr::server {
namespace {

/// The value of an environment variable; empty when it is unset.
std::string_view environment(const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr ? value : "";
}

bool set(const char* variable) {
    return !environment(variable).empty();
}

struct Nested {
    wlr_backend* backend = nullptr;
    std::string text;
};

Result<Nested> make_nested(wl_event_loop* loop, int outputs) {
    if (set("WAYLAND_DISPLAY") || set("WAYLAND_SOCKET")) {
        auto* backend = wlr_wl_backend_create(loop, nullptr);
        if (backend == nullptr) {
            return fail(
                "cannot connect to the Wayland display {}",
                set("WAYLAND_DISPLAY") ? environment("WAYLAND_DISPLAY") : "of WAYLAND_SOCKET"
            );
        }
        for (int i = 0; i < outputs; ++i) {
            wlr_wl_output_create(backend);
        }
        return Nested{.backend = backend, .text = "nested Wayland"};
    }
    if (set("DISPLAY")) {
        auto* backend = wlr_x11_backend_create(loop, nullptr);
        if (backend == nullptr) {
            return fail("cannot connect to the X display {}", environment("DISPLAY"));
        }
        for (int i = 0; i < outputs; ++i) {
            wlr_x11_output_create(backend);
        }
        return Nested{.backend = backend, .text = "nested X11"};
    }
    return fail("no display to be nested in: WAYLAND_DISPLAY and DISPLAY are unset");
}

bool has_display() {
    return set("WAYLAND_DISPLAY") || set("WAYLAND_SOCKET") || set("DISPLAY");
}

/// " (podman was given none: …)", where what we are in may be why there is no card.
std::string hint() {
    environment::MachineProbe probe;
    const auto text = start::no_card_hint(environment::examine(probe));
    return text.empty() ? text : " (" + text + ")";
}

/// Adds the backends that were asked for or that fit; what they are.
Result<std::string> add_backends(
    Graphics& graphics,
    wl_event_loop* loop,
    const GraphicsWish& wish,
    const std::vector<gpu::Device>& devices
) {
    if (wish.backend == BackendKind::headless) {
        graphics.only_headless = true;
        return "headless (asked for)";
    }
    if (wish.backend == BackendKind::nested || has_display()) {
        auto nested = make_nested(loop, wish.nested_outputs);
        if (!nested) {
            return std::unexpected(nested.error());
        }
        wlr_multi_backend_add(graphics.backend.get(), nested->backend);
        return nested->text;
    }
    if (devices.empty() && access("/dev/dri", F_OK) != 0) {
        // wlroots would wait ten seconds for a card to appear before it said so.
        return fail(
            "no display to use: WAYLAND_DISPLAY and DISPLAY are unset and there is no /dev/dri{}; "
            "use --headless for virtual outputs",
            hint()
        );
    }
    auto kms = Kms::open(loop, graphics.backend.get(), devices, wish.gpus);
    if (!kms) {
        return std::unexpected(kms.error());
    }
    graphics.kms = std::move(*kms);
    return "KMS on ";
}

struct Painter {
    Renderer renderer;
    std::string text;
    std::string reason;
    bool software = false;
};

Painter software(const std::string& why) {
    return {
        .renderer = Renderer(wlr_pixman_renderer_create()),
        .text = "renderer pixman (software: " + why + ")",
        .reason = why,
        .software = true
    };
}

/// Vulkan without a device, which Mesa's lavapipe has.
Result<Painter> vulkan_by_cpu(const std::string& why) {
    auto renderer = make_vulkan(-1);
    if (!renderer) {
        return fail(
            "--renderer vulkan: {}, and for the CPU Mesa's lavapipe and access to /dev/udmabuf are "
            "needed",
            why
        );
    }
    return Painter{
        .renderer = std::move(renderer),
        .text = "renderer vulkan (software: " + why + ")",
        .reason = why,
        .software = true
    };
}

Result<Painter> make_renderer(
    const GraphicsWish& wish, wlr_backend* backend, const std::vector<gpu::Device>& devices
) {
    if (wish.renderer == RendererKind::pixman) {
        return software("asked for");
    }
    if (wish.renderer == RendererKind::automatic && environment("WLR_RENDERER") == "pixman") {
        return software("WLR_RENDERER");
    }
    const bool automatic = wish.renderer == RendererKind::automatic;
    const bool vulkan = wish.renderer == RendererKind::vulkan;
    const std::string name = vulkan ? "vulkan" : "gles2";
    if (!(vulkan ? built_with_vulkan : built_with_gles2)) {
        return automatic ? software(name + " is not built in")
                         : Result<Painter>(fail("--renderer {}: it is not built in", name));
    }
    auto node = open_render_node(devices, render_wish(wish), wlr_backend_get_drm_fd(backend));
    // A device that was asked for by name is not given up silently.
    const bool any_device = wish.gpus.render.empty();
    if (!node && vulkan && any_device) {
        return vulkan_by_cpu(node.error().message);
    }
    if (!node) {
        if (automatic && any_device) {
            return software(node.error().message);
        }
        return automatic ? std::unexpected(node.error())
                         : fail("--renderer needs a render node, but {}", node.error().message);
    }
    const auto where = node->path + ", driver " + node->driver;
    Renderer made = vulkan ? make_vulkan(node->fd.get()) : make_gles2(node->fd.get());
    if (!made) {
        const auto why = name + " failed on " + where;
        if (vulkan && any_device) {
            return vulkan_by_cpu(why);
        }
        return automatic ? software(why) : Result<Painter>(fail("{}", why));
    }
    const auto driver = vulkan ? std::string() : gl_driver_of(*made);
    // As for a GPU that Mesa has no driver for. It is slower than pixman, and draws on after a
    // frame was handed over, so that what is seen is some frames old.
    const bool by_cpu = driver.ends_with("swrast");
    if (by_cpu && automatic) {
        end_gles2(std::move(made));
        return software("Mesa's " + driver + " on " + where);
    }
    const auto reason = by_cpu ? "software: " + driver : node->reason;
    return Painter{
        .renderer = std::move(made),
        .text = "renderer " + name + " on " + where + " (" + reason + ')',
        .reason = reason,
        .software = by_cpu
    };
}

Result<Drawing> make_drawing(Painter painter, bool asked, wlr_backend* backend) {
    if (!painter.renderer) {
        return fail("the renderer could not be made");
    }
    Drawing drawing{
        .renderer = std::move(painter.renderer),
        .allocator = {},
        .cards = {},
        .text = std::move(painter.text),
        .reason = std::move(painter.reason),
        .asked = asked,
        .software = painter.software
    };
    drawing.allocator.reset(wlr_allocator_autocreate(backend, drawing.renderer.get()));
    if (!drawing.allocator) {
        return fail("no buffers can be made for {}", drawing.text);
    }
    drawing.cards =
        std::make_unique<CardAllocators>(*backend, *drawing.renderer, *drawing.allocator);
    return drawing;
}

} // namespace

gpu::Wish render_wish(const GraphicsWish& wish) {
    auto gpus = wish.gpus;
    gpus.by_cpu = wish.renderer != RendererKind::automatic;
    return gpus;
}

Result<Drawing> make_drawing(const GraphicsWish& wish, wlr_backend* backend) {
    const BlockedSignals blocked;
    auto painter = make_renderer(wish, backend, gpu::take_inventory());
    if (!painter) {
        return std::unexpected(painter.error());
    }
    if (painter->software && wish.require_gpu) {
        return fail("--require-gpu: {}", painter->text);
    }
    const bool asked =
        wish.renderer != RendererKind::automatic || environment("WLR_RENDERER") == "pixman";
    return make_drawing(std::move(*painter), asked, backend);
}

Result<Drawing>
make_stop_gap(const GraphicsWish& wish, const std::string& why, wlr_backend* backend) {
    if (wish.require_gpu) {
        return fail("a GPU is required, and the CPU is not to draw instead");
    }
    return make_drawing(software(why), false, backend);
}

Result<Graphics> make_graphics(wl_event_loop* loop, const GraphicsWish& wish) {
    Graphics graphics;
    graphics.backend.reset(wlr_multi_backend_create(loop));
    if (!graphics.backend) {
        return fail("out of memory for the backend");
    }
    const auto text = add_backends(graphics, loop, wish, gpu::take_inventory());
    if (!text) {
        return std::unexpected(text.error());
    }
    graphics.headless = wlr_headless_backend_create(loop);
    if (graphics.headless == nullptr ||
        !wlr_multi_backend_add(graphics.backend.get(), graphics.headless)) {
        return fail("the headless backend could not be made");
    }
    auto drawing = make_drawing(wish, graphics.backend.get());
    if (!drawing) {
        return std::unexpected(drawing.error());
    }
    graphics.drawing = std::move(*drawing);
    if (graphics.kms) {
        graphics.kms->open_others(wlr_renderer_is_pixman(graphics.drawing.renderer.get()));
    }
    graphics.outputs = *text + (graphics.kms ? graphics.kms->text() : "");
    graphics.summary = "backend " + graphics.outputs + ", " + graphics.drawing.text;
    return graphics;
}

} // namespace exwm_vr::server
