// SPDX-License-Identifier: MIT
#pragma once

#include "support/x11_client.hpp"
#include "support/x11_session.hpp"

#include <functional>
#include <memory>
#include <string>

namespace exwm_vr::test {

constexpr Pixel red{255, 0, 0, 255};
constexpr Pixel green{0, 255, 0, 255};
constexpr std::uint32_t x11_green = 0x00FF00;

/// A session with an X11 program, and what is seen of its windows.
struct Desktop {
    X11Session x11;
    Session& session = x11.session;
    X11Client client{x11.display()};

    Desktop() = default;

    explicit Desktop(const Session::Options& options)
        : x11(options) {}

    std::unique_ptr<X11Window> open(const X11Window::Options& options) {
        auto window = std::make_unique<X11Window>(client, options);
        if (!options.override_redirect) {
            session.wait_for_window(
                [&](const auto& w) { return w.title == options.name; }, "opened"
            );
        }
        return window;
    }

    [[nodiscard]] Window find(const std::string& name) {
        return session.wait_for_window([&](const auto& w) { return w.title == name; }, name);
    }

    std::string id(const std::string& name) { return std::to_string(find(name).id); }

    void wait_for(const std::string& name, const std::function<bool(const Window&)>& wanted) {
        session.wait_for_window(
            [&](const auto& w) { return w.title == name && wanted(w); }, name + " changed"
        );
    }

    void expect(Pixel colour, int pixels, const std::string& what) {
        session.wait_for_picture(
            [&](const auto& image) { return count_pixels(image, colour) == pixels; }, what
        );
    }

    /// Waits until X knows the window to be there.
    void expect_in_x(const X11Window& window, Box box) {
        client.wait_until([&] { return window.box() == box; }, "its place on the X screen");
    }
};

inline X11Window::Options named(const std::string& name) {
    X11Window::Options options;
    options.name = name;
    return options;
}

} // namespace exwm_vr::test
