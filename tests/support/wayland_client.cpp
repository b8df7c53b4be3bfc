// SPDX-License-Identifier: MIT
#include "support/wayland_client.hpp"

#include "support/plain_surface.hpp"
#include "support/process.hpp"
#include "support/wayland_object.hpp"

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>
#include <wayland-client-protocol.h>

#include <single-pixel-buffer-v1-client-protocol.h>
#include <viewporter-client-protocol.h>
#include <xdg-shell-client-protocol.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>

namespace exwm_vr::test {

struct WaylandClient::Globals {
    Object<wl_compositor, wl_compositor_destroy> compositor;
    Object<xdg_wm_base, xdg_wm_base_destroy> shell;
    Object<wp_single_pixel_buffer_manager_v1, wp_single_pixel_buffer_manager_v1_destroy> pixels;
    Object<wp_viewporter, wp_viewporter_destroy> viewporter;
};

namespace {

constexpr xdg_wm_base_listener shell_listener{
    .ping = [](void*, xdg_wm_base* shell, std::uint32_t serial) {
        xdg_wm_base_pong(shell, serial);
    },
};

} // namespace

WaylandClient::WaylandClient(const std::string& display)
    : globals_(std::make_unique<Globals>()) {
    auto opened = ctl::Connection::open(display, ctl::Deadline::after(patience));
    if (!opened) {
        FAIL(opened.error().message);
    }
    connection_ = std::move(*opened);
    bind_global(*connection_, globals_->compositor, wl_compositor_interface);
    bind_global(*connection_, globals_->shell, xdg_wm_base_interface);
    bind_global(*connection_, globals_->pixels, wp_single_pixel_buffer_manager_v1_interface);
    bind_global(*connection_, globals_->viewporter, wp_viewporter_interface);
    xdg_wm_base_add_listener(globals_->shell.get(), &shell_listener, nullptr);
}

WaylandClient::~WaylandClient() = default;

void WaylandClient::roundtrip() {
    const auto done = connection_->roundtrip(ctl::Deadline::after(patience));
    if (!done) {
        FAIL(done.error().message);
    }
}

void WaylandClient::wait_until(const std::function<bool()>& done, const std::string& description) {
    const auto came = connection_->wait_until(done, ctl::Deadline::after(patience));
    if (!came) {
        FAIL("waiting for " << description << ": " << came.error().message);
    }
}

class WaylandWindow::State {
public:
    State(WaylandClient& client, const Options& options)
        : client_(client)
        , size_(options.size)
        , colour_(options.colour) {
        auto& globals = client.globals();
        surface_.reset(wl_compositor_create_surface(globals.compositor.get()));
        viewport_.reset(wp_viewporter_get_viewport(globals.viewporter.get(), surface_.get()));
        shell_.reset(xdg_wm_base_get_xdg_surface(globals.shell.get(), surface_.get()));
        xdg_surface_add_listener(shell_.get(), &shell_surface_listener, this);
        toplevel_.reset(xdg_surface_get_toplevel(shell_.get()));
        xdg_toplevel_add_listener(toplevel_.get(), &toplevel_listener, this);
        xdg_toplevel_set_app_id(toplevel_.get(), options.app_id.c_str());
        xdg_toplevel_set_title(toplevel_.get(), options.title.c_str());
        if (options.fixed_size) {
            xdg_toplevel_set_min_size(toplevel_.get(), size_.width, size_.height);
            xdg_toplevel_set_max_size(toplevel_.get(), size_.width, size_.height);
        }
        if (options.parent != nullptr) {
            xdg_toplevel_set_parent(toplevel_.get(), options.parent->toplevel());
        }
        if (options.fullscreen) {
            xdg_toplevel_set_fullscreen(toplevel_.get(), nullptr);
        }
        wl_surface_commit(surface_.get());
        client_.wait_until([this] { return configures_ > 0; }, "the first configure");
        client_.roundtrip(); // mapped now
    }

    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() = default;

    void draw(Pixel colour) {
        colour_ = colour;
        request_frame_callback();
        attach();
    }

    void request_frame() {
        request_frame_callback();
        wl_surface_commit(surface_.get());
    }

    void unmap() {
        wl_surface_attach(surface_.get(), nullptr, 0, 0);
        wl_surface_commit(surface_.get());
    }

    [[nodiscard]] wl_surface* surface() const { return surface_.get(); }

    [[nodiscard]] xdg_surface* shell() const { return shell_.get(); }

    [[nodiscard]] xdg_toplevel* toplevel() const { return toplevel_.get(); }

    [[nodiscard]] Size size() const { return size_; }

    bool activated = false;
    bool fullscreen = false;
    bool close_requested = false;
    int frames = 0;

    [[nodiscard]] int configures() const { return configures_; }

private:
    void attach() {
        auto& globals = client_.globals();
        // A buffer of its own each time: the compositor may still read the last one.
        buffer_ = make_pixel(globals.pixels.get(), colour_);
        wp_viewport_set_destination(viewport_.get(), size_.width, size_.height);
        wl_surface_attach(surface_.get(), buffer_.get(), 0, 0);
        wl_surface_damage(surface_.get(), 0, 0, size_.width, size_.height);
        wl_surface_commit(surface_.get());
    }

    void request_frame_callback() {
        frame_.reset(wl_surface_frame(surface_.get()));
        wl_callback_add_listener(frame_.get(), &frame_listener, this);
    }

    void configured(std::uint32_t serial) {
        ++configures_;
        xdg_surface_ack_configure(shell_.get(), serial);
        attach();
    }

    void toplevel_configured(Size size, const wl_array& states) {
        if (!size.empty()) {
            size_ = size;
        }
        const std::span given(
            static_cast<const std::uint32_t*>(states.data), states.size / sizeof(std::uint32_t)
        );
        activated = std::ranges::contains(given, XDG_TOPLEVEL_STATE_ACTIVATED);
        fullscreen = std::ranges::contains(given, XDG_TOPLEVEL_STATE_FULLSCREEN);
    }

    static State& of(void* data) { return *static_cast<State*>(data); }

    static const xdg_surface_listener shell_surface_listener;
    static const xdg_toplevel_listener toplevel_listener;
    static const wl_callback_listener frame_listener;

    WaylandClient& client_;
    Size size_;
    Pixel colour_;
    int configures_ = 0;
    Object<wl_surface, wl_surface_destroy> surface_;
    Object<wp_viewport, wp_viewport_destroy> viewport_;
    Object<xdg_surface, xdg_surface_destroy> shell_;
    Object<xdg_toplevel, xdg_toplevel_destroy> toplevel_;
    ctl::Proxy<wl_buffer> buffer_;
    Object<wl_callback, wl_callback_destroy> frame_;
};

constexpr xdg_surface_listener WaylandWindow::State::shell_surface_listener{
    .configure = [](void* data, xdg_surface*, std::uint32_t serial) {
        of(data).configured(serial);
    },
};
constexpr xdg_toplevel_listener WaylandWindow::State::toplevel_listener{
    .configure =
        [](void* data, xdg_toplevel*, std::int32_t width, std::int32_t height, wl_array* states) {
            of(data).toplevel_configured({width, height}, *states);
        },
    .close = [](void* data, xdg_toplevel*) { of(data).close_requested = true; },
    .configure_bounds = [](void*, xdg_toplevel*, std::int32_t, std::int32_t) {},
    .wm_capabilities = [](void*, xdg_toplevel*, wl_array*) {},
};
constexpr wl_callback_listener WaylandWindow::State::frame_listener{
    .done = [](void* data, wl_callback*, std::uint32_t) { ++of(data).frames; },
};

WaylandWindow::WaylandWindow(WaylandClient& client, const Options& options)
    : state_(std::make_unique<State>(client, options)) {}

WaylandWindow::~WaylandWindow() = default;

wl_surface* WaylandWindow::surface() const {
    return state_->surface();
}

xdg_surface* WaylandWindow::shell_surface() const {
    return state_->shell();
}

xdg_toplevel* WaylandWindow::toplevel() const {
    return state_->toplevel();
}

Size WaylandWindow::size() const {
    return state_->size();
}

bool WaylandWindow::activated() const {
    return state_->activated;
}

bool WaylandWindow::fullscreen() const {
    return state_->fullscreen;
}

bool WaylandWindow::close_requested() const {
    return state_->close_requested;
}

int WaylandWindow::configures() const {
    return state_->configures();
}

int WaylandWindow::frames() const {
    return state_->frames;
}

void WaylandWindow::draw(Pixel colour) {
    state_->draw(colour);
}

void WaylandWindow::request_frame() {
    state_->request_frame();
}

void WaylandWindow::set_title(const std::string& title) {
    xdg_toplevel_set_title(state_->toplevel(), title.c_str());
}

void WaylandWindow::unmap() {
    state_->unmap();
}

} // namespace exwm_vr::test
