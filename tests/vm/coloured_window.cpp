// SPDX-License-Identifier: MIT
// coloured-window APP-ID RED GREEN BLUE [FUNCTION PRIMARIES]: a window of one colour, each part of
// it from 0 to 255. With the last two, numbers of color-management-v1, it says what the colour
// means; it ends with 3 where the compositor does not know them.
#include "base/fd.hpp"
#include "ctl/wayland/connection.hpp"

#include <wayland-client-protocol.h>

#include <color-management-v1-client-protocol.h>
#include <sys/mman.h>
#include <unistd.h>
#include <viewporter-client-protocol.h>
#include <xdg-shell-client-protocol.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <span>
#include <string>
#include <vector>

using namespace exwm_vr;

namespace {

[[noreturn]] void give_up(const std::string& message, int status = 1) {
    std::fprintf(stderr, "coloured-window: %s\n", message.c_str());
    std::exit(status);
}

template <typename T>
T* bind(ctl::Connection& connection, const wl_interface& interface, std::uint32_t newest = 1) {
    const auto* global = connection.find_global(interface.name);
    if (global == nullptr) {
        give_up(std::string("the compositor does not offer ") + interface.name);
    }
    auto limited = *global;
    limited.version = std::min(limited.version, newest);
    return reinterpret_cast<T*>(connection.bind_untyped(limited, interface).release());
}

/// In shared memory: what a buffer of a single pixel holds would not be converted.
wl_buffer* make_buffer(ctl::Connection& connection, std::uint32_t colour) {
    constexpr int side = 16;
    constexpr int stride = side * 4;
    const std::vector<std::uint32_t> pixels(std::size_t{side} * side, colour);
    const Fd memory(memfd_create("coloured-window", MFD_CLOEXEC));
    const auto bytes = std::as_bytes(std::span(pixels));
    if (!memory || write(memory.get(), bytes.data(), bytes.size()) != std::ssize(bytes)) {
        give_up("no shared memory");
    }
    auto* const pool = wl_shm_create_pool(
        bind<wl_shm>(connection, wl_shm_interface),
        memory.get(),
        static_cast<std::int32_t>(bytes.size())
    );
    return wl_shm_pool_create_buffer(pool, 0, side, side, stride, WL_SHM_FORMAT_XRGB8888);
}

/// Its objects live until the process ends.
class Window {
public:
    Window(ctl::Connection& connection, const char* name, std::uint32_t colour)
        : connection_(connection)
        , surface_(wl_compositor_create_surface(
              bind<wl_compositor>(connection, wl_compositor_interface, 4)
          ))
        , viewport_(wp_viewporter_get_viewport(
              bind<wp_viewporter>(connection, wp_viewporter_interface), surface_
          ))
        , buffer_(make_buffer(connection, colour)) {
        auto* const shell = bind<xdg_wm_base>(connection, xdg_wm_base_interface);
        static constexpr xdg_wm_base_listener shell_events{
            .ping = [](void*, auto* base, auto serial) { xdg_wm_base_pong(base, serial); }
        };
        xdg_wm_base_add_listener(shell, &shell_events, nullptr);
        auto* const xdg_surface = xdg_wm_base_get_xdg_surface(shell, surface_);
        static constexpr xdg_surface_listener surface_events{
            .configure = [](void* window, auto* configured, auto serial) {
                xdg_surface_ack_configure(configured, serial);
                static_cast<Window*>(window)->draw();
            }
        };
        xdg_surface_add_listener(xdg_surface, &surface_events, this);
        auto* const toplevel = xdg_surface_get_toplevel(xdg_surface);
        static constexpr xdg_toplevel_listener toplevel_events{
            .configure =
                [](void* window, auto*, auto width, auto height, auto*) {
                    auto& self = *static_cast<Window*>(window);
                    self.width_ = std::max(width, 1);
                    self.height_ = std::max(height, 1);
                },
            .close = [](void*, auto*) { std::exit(0); },
            .configure_bounds = nullptr,
            .wm_capabilities = nullptr
        };
        xdg_toplevel_add_listener(toplevel, &toplevel_events, this);
        xdg_toplevel_set_app_id(toplevel, name);
    }

    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;
    ~Window() = default;

    void describe(std::uint32_t function, std::uint32_t primaries) {
        auto* const manager = bind<wp_color_manager_v1>(connection_, wp_color_manager_v1_interface);
        auto* const params = wp_color_manager_v1_create_parametric_creator(manager);
        wp_image_description_creator_params_v1_set_tf_named(params, function);
        wp_image_description_creator_params_v1_set_primaries_named(params, primaries);
        auto* const description = wp_image_description_creator_params_v1_create(params);
        static constexpr wp_image_description_v1_listener events{
            .failed = [](void*, auto*, auto, const char* why) { give_up(why, 3); },
            .ready = [](void* ready, auto*, auto) { *static_cast<bool*>(ready) = true; },
            .ready2 = nullptr
        };
        bool ready = false;
        wp_image_description_v1_add_listener(description, &events, &ready);
        const auto known =
            connection_.wait_until([&] { return ready; }, ctl::Deadline::after(ctl::patience));
        if (!known) {
            give_up(known.error().message, 3);
        }
        wp_color_management_surface_v1_set_image_description(
            wp_color_manager_v1_get_surface(manager, surface_),
            description,
            WP_COLOR_MANAGER_V1_RENDER_INTENT_PERCEPTUAL
        );
    }

    void show() { wl_surface_commit(surface_); }

private:
    void draw() {
        wp_viewport_set_destination(viewport_, width_, height_);
        wl_surface_attach(surface_, buffer_, 0, 0);
        wl_surface_damage_buffer(surface_, 0, 0, INT32_MAX, INT32_MAX);
        wl_surface_commit(surface_);
    }

    ctl::Connection& connection_;
    wl_surface* surface_;
    wp_viewport* viewport_;
    wl_buffer* buffer_;
    std::int32_t width_ = 1;
    std::int32_t height_ = 1;
};

} // namespace

int main(int argc, char** argv) {
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    if (arguments.size() != 5 && arguments.size() != 7) {
        give_up("expected APP-ID RED GREEN BLUE [FUNCTION PRIMARIES]", 2);
    }
    std::vector<std::uint32_t> numbers;
    for (const char* const text : arguments.subspan(2)) {
        numbers.push_back(static_cast<std::uint32_t>(std::strtoul(text, nullptr, 10)));
    }
    auto connection = ctl::Connection::open("", ctl::Deadline::after(ctl::patience));
    if (!connection) {
        give_up(connection.error().message);
    }
    const std::uint32_t colour = numbers[0] << 16U | numbers[1] << 8U | numbers[2];
    Window window(**connection, arguments[1], colour);
    if (numbers.size() > 3) {
        window.describe(numbers[3], numbers[4]);
    }
    window.show();
    const auto end = (*connection)->wait_until([] { return false; }, ctl::Deadline::never());
    give_up(end.error().message);
}
