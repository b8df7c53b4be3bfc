// SPDX-License-Identifier: MIT
// Icons that X11 programs give their windows, and what else they may write there.
#include "support/icon_file.hpp"
#include "support/x11_client.hpp"
#include "support/x11_session.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <csignal>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace exwm_vr::test {
namespace {

using Words = std::vector<std::uint32_t>;
using Sizes = std::vector<std::int64_t>;

constexpr std::uint32_t red = 0xffff0000;
constexpr std::uint32_t green = 0xff00ff00;

void append(Words& words, std::uint32_t side, std::uint32_t pixel) {
    words.insert(words.end(), {side, side});
    words.insert(words.end(), std::size_t{side} * side, pixel);
}

struct Desktop {
    X11Session x11;
    Session& session = x11.session;
    X11Client client{x11.display()};
    xcb_atom_t property = client.atom("_NET_WM_ICON");

    std::unique_ptr<X11Window> open(const std::string& name) {
        X11Window::Options options;
        options.name = name;
        auto window = std::make_unique<X11Window>(client, options);
        session.wait_for_window([&](const Window& w) { return w.title == name; }, name);
        return window;
    }

    /// As the whole of the property, in pieces that any X server takes.
    void set(const X11Window& window, std::span<const std::uint32_t> words) {
        constexpr std::size_t most = 1U << 20U;
        constexpr std::uint8_t format = 32;
        std::uint8_t mode = XCB_PROP_MODE_REPLACE;
        do {
            const auto piece = words.first(std::min(words.size(), most));
            xcb_change_property(
                client.get(),
                mode,
                window.id(),
                property,
                XCB_ATOM_CARDINAL,
                format,
                static_cast<std::uint32_t>(piece.size()),
                piece.data()
            );
            words = words.subspan(piece.size());
            mode = XCB_PROP_MODE_APPEND;
        } while (!words.empty());
        xcb_flush(client.get());
    }

    Window wait_for(const std::string& name, const Sizes& sizes) {
        return session.wait_for_window(
            [&](const Window& w) { return w.title == name && w.icon_sizes == sizes; },
            name + " with these icons"
        );
    }
};

TEST_CASE("an X11 program's icon is listed and written as PNG") {
    Desktop desktop;
    const auto window = desktop.open("main");
    Words words;
    append(words, 48, green);
    append(words, 16, red);
    desktop.set(*window, words);
    const auto listed = desktop.wait_for("main", {16, 48});
    CHECK(listed.icon_serial == 1);
    const auto small = icon_of(desktop.session, listed.id, 10);
    CHECK(small.size() == Size{16, 16});
    CHECK(small.pixel(0, 0) == Pixel{255, 0, 0, 255});
    const auto large = icon_of(desktop.session, listed.id, 256);
    CHECK(large.size() == Size{48, 48});
    CHECK(large.pixel(47, 47) == Pixel{0, 255, 0, 255});
}

TEST_CASE("an icon that an X11 program gave before it showed its window is known") {
    Desktop desktop;
    const auto window = desktop.open("main");
    window->unmap();
    desktop.session.wait_for_no_window("Main");
    Words words;
    append(words, 32, red);
    desktop.set(*window, words);
    xcb_map_window(desktop.client.get(), window->id());
    xcb_flush(desktop.client.get());
    desktop.wait_for("main", {32});
}

TEST_CASE("another icon of an X11 window is told of, and its end") {
    Desktop desktop;
    const auto window = desktop.open("main");
    const auto other = desktop.open("other");
    Words words;
    append(words, 32, red);
    desktop.set(*window, words);
    const auto first = desktop.wait_for("main", {32});
    words.clear();
    append(words, 32, green);
    desktop.set(*window, words);
    const auto second = desktop.session.wait_for_window(
        [&](const Window& w) { return w.id == first.id && w.icon_serial != first.icon_serial; },
        "with another icon"
    );
    CHECK(second.icon_sizes == Sizes{32});
    CHECK(icon_of(desktop.session, first.id, 32).pixel(0, 0) == Pixel{0, 255, 0, 255});
    xcb_delete_property(desktop.client.get(), window->id(), desktop.property);
    xcb_flush(desktop.client.get());
    desktop.wait_for("main", {});
    CHECK(icon_failure(desktop.session, std::to_string(first.id)).contains("has no icon"));
    CHECK(desktop.wait_for("other", {}).icon_serial == 0);
}

TEST_CASE("what no icon is does no harm in _NET_WM_ICON") {
    Desktop desktop;
    const auto window = desktop.open("main");
    Words good;
    append(good, 16, red);
    Words mark;
    append(mark, 8, red);
    for (const auto& tail : {
             Words{0, 0},
             Words{0x10000, 0x10000, 1},
             Words{0xffffffff, 0xffffffff, 1},
             Words{4, 4, 1, 2, 3},
             Words{7},
         }) {
        Words words = good;
        words.insert(words.end(), tail.begin(), tail.end());
        desktop.set(*window, words);
        desktop.wait_for("main", {16});
        desktop.set(*window, mark); // so that the next one is told from this one
        desktop.wait_for("main", {8});
    }

    // More than is read of it, and a picture larger than any that is kept.
    Words huge = good;
    append(huge, 2000, red);
    append(huge, 24, red);
    desktop.set(*window, huge);
    const auto listed = desktop.wait_for("main", {16});
    CHECK(icon_of(desktop.session, listed.id, 64).size() == Size{16, 16});

    // Of another kind, with bytes for words.
    constexpr std::uint8_t bytes = 8;
    xcb_change_property(
        desktop.client.get(),
        XCB_PROP_MODE_REPLACE,
        window->id(),
        desktop.property,
        XCB_ATOM_STRING,
        bytes,
        5,
        "icons"
    );
    xcb_flush(desktop.client.get());
    desktop.wait_for("main", {});
}

TEST_CASE("a window that goes while its icon is read takes nothing with it") {
    Desktop desktop;
    const auto stays = desktop.open("stays");
    Words words;
    append(words, 512, red);
    for (int i = 0; i < 10; ++i) {
        const auto window = desktop.open("goes");
        desktop.set(*window, words);
    }
    desktop.session.wait_for_no_window("Goes");
    desktop.set(*stays, words);
    const auto listed = desktop.wait_for("stays", {512});
    CHECK(icon_of(desktop.session, listed.id, 512).size() == Size{512, 512});
}

TEST_CASE("an X server that ends while icons are read is started again") {
    Desktop desktop;
    const auto window = desktop.open("main");
    Words words;
    append(words, 1024, red);
    desktop.set(*window, words);
    const auto server = desktop.x11.server_pid();
    kill(server, SIGKILL);
    wait_for_end(server);
    desktop.session.wait_for_no_window("Main");
    CHECK(desktop.session.windows().empty());
}

} // namespace
} // namespace exwm_vr::test
