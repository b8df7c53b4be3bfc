// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "ctl/wayland/connection.hpp"
#include "image/image.hpp"

#include <functional>
#include <memory>
#include <string>

struct wl_surface;
struct xdg_surface;
struct xdg_toplevel;

namespace exwm_vr::test {

/// A Wayland client of a test's own: quick to start by the thousand, and able to do what no
/// well-behaved toolkit does. Calls fail the test when the compositor cuts the connection.
class WaylandClient {
public:
    /// @p display: the path of the socket.
    explicit WaylandClient(const std::string& display);
    WaylandClient(const WaylandClient&) = delete;
    WaylandClient& operator=(const WaylandClient&) = delete;
    ~WaylandClient();

    [[nodiscard]] ctl::Connection& connection() { return *connection_; }

    void roundtrip();
    void wait_until(const std::function<bool()>& done, const std::string& description);

    struct Globals;

    [[nodiscard]] Globals& globals() { return *globals_; }

private:
    std::unique_ptr<ctl::Connection> connection_;
    std::unique_ptr<Globals> globals_;
};

/// An xdg_toplevel of one colour, redrawn whenever it is given another size.
class WaylandWindow {
public:
    struct Options {
        std::string app_id = "test";
        std::string title = "test";
        Size size{200, 150}; ///< where the compositor leaves it to the client, logical px
        Pixel colour{255, 0, 0, 255};
        bool fixed_size = false;
        const WaylandWindow* parent = nullptr;
        bool fullscreen = false;
    };

    /// Maps the window: waits for the first configure and draws.
    WaylandWindow(WaylandClient& client, const Options& options);
    WaylandWindow(const WaylandWindow&) = delete;
    WaylandWindow& operator=(const WaylandWindow&) = delete;
    ~WaylandWindow();

    [[nodiscard]] wl_surface* surface() const;
    [[nodiscard]] xdg_surface* shell_surface() const;
    [[nodiscard]] xdg_toplevel* toplevel() const;

    [[nodiscard]] Size size() const; ///< as last drawn, logical px
    [[nodiscard]] bool activated() const;
    [[nodiscard]] bool fullscreen() const;
    [[nodiscard]] bool close_requested() const;
    [[nodiscard]] int configures() const; ///< that came so far
    [[nodiscard]] int frames() const;     ///< frame callbacks that came so far

    /// Draws all of it in another colour, and asks for a frame callback.
    void draw(Pixel colour);
    /// Commits nothing new but asks for a frame callback.
    void request_frame();
    void set_title(const std::string& title);
    void unmap();

    class State;

private:
    std::unique_ptr<State> state_;
};

} // namespace exwm_vr::test
