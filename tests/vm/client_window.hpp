// SPDX-License-Identifier: MIT
#pragma once

#include "base/fd.hpp"
#include "base/geometry.hpp"
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
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// A window of a program that has no other and does nothing besides: what fails ends it.
namespace exwm_vr::test {

[[noreturn]] inline void give_up(const std::string& message, int status = 1) {
    std::fprintf(stderr, "%s\n", message.c_str());
    std::exit(status);
}

inline std::unique_ptr<ctl::Connection> connect() {
    auto connection = ctl::Connection::open("", ctl::Deadline::after(ctl::patience));
    if (!connection) {
        give_up(connection.error().message);
    }
    return std::move(*connection);
}

/// Does what the compositor says until then, however long it takes.
inline void wait_until(ctl::Connection& connection, const std::function<bool()>& wanted) {
    if (const auto end = connection.wait_until(wanted, ctl::Deadline::never()); !end) {
        give_up(end.error().message);
    }
}

/// Until the window is closed or the compositor is gone.
[[noreturn]] inline void run(ctl::Connection& connection) {
    wait_until(connection, [] { return false; });
    give_up("it cannot end");
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

/// Its objects live until the process ends, which its being closed does.
class ClientWindow {
public:
    using Draw = std::function<void()>;

    /// @p draw: called for each size that the window is given.
    ClientWindow(ctl::Connection& connection, const char* app_id, Draw draw)
        : draw_(std::move(draw))
        , surface_(wl_compositor_create_surface(
              bind<wl_compositor>(connection, wl_compositor_interface, 4)
          ))
        , viewport_(wp_viewporter_get_viewport(
              bind<wp_viewporter>(connection, wp_viewporter_interface), surface_
          )) {
        auto* const shell = bind<xdg_wm_base>(connection, xdg_wm_base_interface);
        static constexpr xdg_wm_base_listener shell_events{
            .ping = [](void*, auto* base, auto serial) { xdg_wm_base_pong(base, serial); }
        };
        xdg_wm_base_add_listener(shell, &shell_events, nullptr);
        auto* const xdg_surface = xdg_wm_base_get_xdg_surface(shell, surface_);
        static constexpr xdg_surface_listener surface_events{
            .configure = [](void* window, auto* configured, auto serial) {
                xdg_surface_ack_configure(configured, serial);
                static_cast<ClientWindow*>(window)->draw_();
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

    /// Asks for a size, without which nothing can be drawn.
    void show() { wl_surface_commit(surface_); }

    /// Logical px; 1x1 until it was told how large it is to be, which it is once it is there.
    [[nodiscard]] Size size() const { return {width_, height_}; }

    /// Over all of it, with the next commit.
    void attach(wl_buffer* buffer) {
        wp_viewport_set_destination(viewport_, width_, height_);
        wl_surface_attach(surface_, buffer, 0, 0);
        wl_surface_damage_buffer(surface_, 0, 0, INT32_MAX, INT32_MAX);
    }

private:
    Draw draw_;
    wl_surface* surface_;
    wp_viewport* viewport_;
    std::int32_t width_ = 1;
    std::int32_t height_ = 1;
};

} // namespace exwm_vr::test
