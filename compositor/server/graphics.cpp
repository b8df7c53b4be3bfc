// SPDX-License-Identifier: MIT
#include "server/graphics.hpp"

#include "passthrough/gpu/inventory.hpp"
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
            "no display to use: WAYLAND_DISPLAY and DISPLAY are unset and there is no /dev/dri; "
            "use --headless for virtual outputs"
        );
    }
    auto kms = Kms::open(loop, graphics.backend.get(), devices, wish.gpus);
    if (!kms) {
        return std::unexpected(kms.error());
    }
    graphics.kms = std::move(*kms);
    return "KMS on ";
}

wlr_renderer* make_vulkan([[maybe_unused]] int drm_fd) {
#if WLR_HAS_VULKAN_RENDERER
    return wlr_vk_renderer_create_with_drm_fd(drm_fd);
#else
    return nullptr; // this wlroots was built without it
#endif
}

/// Mesa's driver that would draw; empty where that is not said.
std::string gl_driver_of(wlr_renderer& renderer) {
    const auto name = reinterpret_cast<PFNEGLGETDISPLAYDRIVERNAMEPROC>(
        eglGetProcAddress("eglGetDisplayDriverName")
    );
    const char* driver = name != nullptr
                             ? name(wlr_egl_get_display(wlr_gles2_renderer_get_egl(&renderer)))
                             : nullptr;
    return driver != nullptr ? driver : "";
}

struct Painter {
    Renderer renderer;
    std::string text;
    bool software = false;
};

Painter software(const std::string& why) {
    return {
        .renderer = Renderer(wlr_pixman_renderer_create()),
        .text = "renderer pixman (software: " + why + ")",
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
    auto node = open_render_node(devices, wish.gpus, wlr_backend_get_drm_fd(backend));
    if (!node) {
        // A device that was asked for by name is not given up silently.
        if (automatic && wish.gpus.render.empty()) {
            return software(node.error().message);
        }
        return automatic ? std::unexpected(node.error())
                         : fail("--renderer needs a render node, but {}", node.error().message);
    }
    const auto where = node->path + ", driver " + node->driver;
    const bool vulkan = wish.renderer == RendererKind::vulkan;
    auto* made = vulkan ? make_vulkan(node->fd.get())
                        : wlr_gles2_renderer_create_with_drm_fd(node->fd.get());
    if (made != nullptr) {
        Renderer renderer(made);
        const auto driver = vulkan ? std::string() : gl_driver_of(*made);
        // As for a virtual GPU without 3D. It is slower than pixman, and draws on after a frame
        // was handed over, so that what is seen is some frames old.
        const bool by_cpu = driver.ends_with("swrast");
        if (by_cpu && automatic) {
            auto* const display = wlr_egl_get_display(wlr_gles2_renderer_get_egl(made));
            renderer.reset();
            eglTerminate(display); // wlroots leaves it, and its threads, to others
            return software("Mesa's " + driver + " on " + where);
        }
        return Painter{
            .renderer = std::move(renderer),
            .text = std::string("renderer ") + (vulkan ? "vulkan" : "gles2") + " on " + where +
                    " (" + (by_cpu ? "software: " + driver : node->reason) + ')',
            .software = by_cpu
        };
    }
    if (automatic) {
        return software("gles2 failed on " + where);
    }
    return fail("{} failed on {}", vulkan ? "vulkan" : "gles2", where);
}

} // namespace

Result<Drawing> make_drawing(const GraphicsWish& wish, wlr_backend* backend) {
    auto painter = make_renderer(wish, backend, gpu::take_inventory());
    if (!painter) {
        return std::unexpected(painter.error());
    }
    if (painter->software && wish.require_gpu) {
        return fail("--require-gpu: {}", painter->text);
    }
    if (!painter->renderer) {
        return fail("the renderer could not be made");
    }
    Drawing drawing{
        .renderer = std::move(painter->renderer),
        .allocator = {},
        .cards = {},
        .text = std::move(painter->text)
    };
    drawing.allocator.reset(wlr_allocator_autocreate(backend, drawing.renderer.get()));
    if (!drawing.allocator) {
        return fail("no buffers can be made for {}", drawing.text);
    }
    drawing.cards =
        std::make_unique<CardAllocators>(*backend, *drawing.renderer, *drawing.allocator);
    return drawing;
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
    graphics.summary = "backend " + *text + (graphics.kms ? graphics.kms->text() : "") + ", " +
                       graphics.drawing.text;
    return graphics;
}

} // namespace exwm_vr::server
