// SPDX-License-Identifier: MIT
#pragma once

#include "base/fd.hpp"
#include "ctl/wayland/connection.hpp"

#include <wayland-client-protocol.h>

#include <sys/mman.h>
#include <unistd.h>
#include <viewporter-client-protocol.h>
#include <xdg-shell-client-protocol.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <span>
#include <string>
#include <vector>

/// A window of a program that has no other and does nothing besides: what fails ends it.
namespace exwm_vr::test {

[[noreturn]] inline void give_up(const std::string& message, int status = 1) {
    std::fprintf(stderr, "%s\n", message.c_str());
    std::exit(status);
}

/// Owned by nobody: lives until the process ends.
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
inline wl_buffer* make_buffer(ctl::Connection& connection, std::uint32_t colour) {
    constexpr int side = 16;
    constexpr int stride = side * 4;
    const std::vector<std::uint32_t> pixels(std::size_t{side} * side, colour);
    const Fd memory(memfd_create("client-window", MFD_CLOEXEC));
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

/// Full of one colour; with more than one, of the next with each frame. Its objects live until the
/// process ends, which its being closed does.
class ClientWindow {
public:
    /// @p colours: 0xRRGGBB each.
    ClientWindow(
        ctl::Connection& connection, const char* app_id, std::span<const std::uint32_t> colours
    )
        : surface_(wl_compositor_create_surface(
              bind<wl_compositor>(connection, wl_compositor_interface, 4)
          ))
        , viewport_(wp_viewporter_get_viewport(
              bind<wp_viewporter>(connection, wp_viewporter_interface), surface_
          )) {
        for (const auto colour : colours) {
            buffers_.push_back(make_buffer(connection, colour));
        }
        auto* const shell = bind<xdg_wm_base>(connection, xdg_wm_base_interface);
        static constexpr xdg_wm_base_listener shell_events{
            .ping = [](void*, auto* base, auto serial) { xdg_wm_base_pong(base, serial); }
        };
        xdg_wm_base_add_listener(shell, &shell_events, nullptr);
        auto* const xdg_surface = xdg_wm_base_get_xdg_surface(shell, surface_);
        static constexpr xdg_surface_listener surface_events{
            .configure = [](void* window, auto* configured, auto serial) {
                xdg_surface_ack_configure(configured, serial);
                static_cast<ClientWindow*>(window)->draw();
            }
        };
        xdg_surface_add_listener(xdg_surface, &surface_events, this);
        auto* const toplevel = xdg_surface_get_toplevel(xdg_surface);
        static constexpr xdg_toplevel_listener toplevel_events{
            .configure =
                [](void* window, auto*, auto width, auto height, auto*) {
                    auto& self = *static_cast<ClientWindow*>(window);
                    self.width_ = std::max(width, 1);
                    self.height_ = std::max(height, 1);
                },
            .close = [](void*, auto*) { std::exit(0); },
            .configure_bounds = nullptr,
            .wm_capabilities = nullptr
        };
        xdg_toplevel_add_listener(toplevel, &toplevel_events, this);
        xdg_toplevel_set_app_id(toplevel, app_id);
    }

    ClientWindow(const ClientWindow&) = delete;
    ClientWindow& operator=(const ClientWindow&) = delete;
    ~ClientWindow() = default;

    [[nodiscard]] wl_surface* surface() const { return surface_; }

    void show() { wl_surface_commit(surface_); }

private:
    void draw() {
        wp_viewport_set_destination(viewport_, width_, height_);
        wl_surface_attach(surface_, buffers_[next_], 0, 0);
        wl_surface_damage_buffer(surface_, 0, 0, INT32_MAX, INT32_MAX);
        if (buffers_.size() > 1 && frame_ == nullptr) {
            next_ = (next_ + 1) % buffers_.size();
            static constexpr wl_callback_listener events{.done = [](void* window, auto*, auto) {
                auto& self = *static_cast<ClientWindow*>(window);
                wl_callback_destroy(self.frame_);
                self.frame_ = nullptr;
                self.draw();
            }};
            frame_ = wl_surface_frame(surface_);
            wl_callback_add_listener(frame_, &events, this);
        }
        wl_surface_commit(surface_);
    }

    wl_surface* surface_;
    wp_viewport* viewport_;
    std::vector<wl_buffer*> buffers_;
    std::size_t next_ = 0;
    wl_callback* frame_ = nullptr; ///< the one that is waited for
    std::int32_t width_ = 1;
    std::int32_t height_ = 1;
};

} // namespace exwm_vr::test
