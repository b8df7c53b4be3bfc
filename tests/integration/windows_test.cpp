// SPDX-License-Identifier: MIT
// Windows, workspaces and focus, as seen on the screen and by clients.
#include "base/format.hpp"
#include "support/mouse.hpp"
#include "support/session.hpp"
#include "support/wayland_client.hpp"

#include <catch2/catch_test_macros.hpp>

#include <memory>

namespace exwm_vr::test {
namespace {

constexpr Pixel red{255, 0, 0, 255};
constexpr Pixel green{0, 255, 0, 255};
constexpr Pixel blue{0, 0, 255, 255};
constexpr int all = 1280 * 720;

struct Desktop {
    Session session;
    WaylandClient client{(session.folder() / session.display()).string()};

    std::unique_ptr<WaylandWindow> open(const WaylandWindow::Options& options) {
        const auto app_id = options.app_id;
        auto window = std::make_unique<WaylandWindow>(client, options);
        session.wait_for_window(app_id);
        client.roundtrip();
        return window;
    }

    void expect(Pixel colour, int pixels, const std::string& what) {
        session.wait_for_picture(
            [&](const auto& image) {
                client.roundtrip();
                return count_pixels(image, colour) == pixels;
            },
            what
        );
    }

    [[nodiscard]] Window find(const std::string& app_id) { return session.wait_for_window(app_id); }
};

WaylandWindow::Options options(const std::string& app_id, Pixel colour) {
    return {
        .app_id = app_id,
        .title = app_id,
        .size = {200, 150},
        .colour = colour,
        .fixed_size = false,
        .parent = nullptr,
        .fullscreen = false
    };
}

TEST_CASE("a dialog floats in the middle of its parent, above it") {
    Desktop desktop;
    const auto main = desktop.open(options("main", red));
    auto dialog_options = options("dialog", green);
    dialog_options.parent = main.get();
    const auto dialog = desktop.open(dialog_options);
    const auto listed = desktop.find("dialog");
    CHECK(listed.mode == "floating");
    CHECK(listed.box == Box{540, 285, 200, 150});
    desktop.expect(green, 200 * 150, "the dialog");
    desktop.expect(red, all - 200 * 150, "its parent around it");
}

TEST_CASE("a fixed-size window floats at its size") {
    Desktop desktop;
    auto fixed = options("fixed", blue);
    fixed.fixed_size = true;
    const auto window = desktop.open(fixed);
    CHECK(desktop.find("fixed").mode == "floating");
    desktop.expect(blue, 200 * 150, "the window");
}

TEST_CASE("closing the focused window gives the focus back to the last one") {
    Desktop desktop;
    const auto one = desktop.open(options("one", red));
    const auto two = desktop.open(options("two", green));
    auto three = desktop.open(options("three", blue));
    desktop.session.ctl({"focus", std::to_string(desktop.find("one").id)});
    desktop.session.ctl({"focus", std::to_string(desktop.find("three").id)});
    three.reset();
    desktop.client.roundtrip();
    desktop.session.wait_for_no_window("three");
    CHECK(desktop.find("one").focused);
    desktop.client.wait_until([&] { return one->activated(); }, "activation");
    CHECK_FALSE(two->activated());
}

TEST_CASE("fullscreen covers the output and leaves again") {
    Desktop desktop;
    const auto one = desktop.open(options("one", red));
    const auto two = desktop.open(options("two", green));
    const auto id = std::to_string(desktop.find("two").id);
    desktop.session.ctl({"fullscreen", id});
    desktop.client.wait_until([&] { return two->fullscreen(); }, "fullscreen");
    desktop.expect(green, all, "the fullscreen window alone");
    desktop.session.ctl({"fullscreen", id, "off"});
    desktop.client.wait_until([&] { return !two->fullscreen(); }, "no fullscreen");
    desktop.session.wait_for_picture(
        [&](const auto& image) {
            desktop.client.roundtrip();
            return count_pixels(image, red) > 0 &&
                   count_pixels(image, red) + count_pixels(image, green) == all;
        },
        "both"
    );
}

TEST_CASE("a window that starts fullscreen is so from its first frame") {
    Desktop desktop;
    auto wanted = options("full", blue);
    wanted.fullscreen = true;
    const auto window = desktop.open(wanted);
    CHECK(desktop.find("full").fullscreen);
    desktop.expect(blue, all, "it alone");
}

TEST_CASE("workspaces show only their own windows") {
    Desktop desktop;
    const auto one = desktop.open(options("one", red));
    desktop.session.ctl({"workspace", "2"});
    desktop.expect(red, 0, "an empty workspace");
    const auto two = desktop.open(options("two", green));
    CHECK(desktop.find("two").workspace == 2);
    desktop.expect(green, all, "the second workspace");
    desktop.session.ctl({"workspace", "1"});
    desktop.expect(red, all, "the first workspace");
    desktop.session.ctl({"move-to-workspace", std::to_string(desktop.find("two").id), "1"});
    desktop.session.wait_for_picture(
        [&](const auto& image) {
            desktop.client.roundtrip();
            return count_pixels(image, green) > 0 && count_pixels(image, red) > 0;
        },
        "both windows"
    );
}

TEST_CASE("a hidden window is not told to draw") {
    Desktop desktop;
    const auto one = desktop.open(options("one", red));
    desktop.session.ctl({"workspace", "2"});
    desktop.client.roundtrip();
    one->draw(green);
    desktop.client.roundtrip();
    const int before = one->frames();
    // Frames of another window go by meanwhile.
    const auto two = desktop.open(options("two", blue));
    for (int i = 0; i < 5; ++i) {
        const int seen = two->frames();
        two->draw(i % 2 == 0 ? red : blue);
        desktop.client.wait_until([&] { return two->frames() > seen; }, "a frame");
    }
    CHECK(one->frames() == before);
    desktop.session.ctl({"workspace", "1"});
    desktop.client.wait_until([&] { return one->frames() > before; }, "a frame at last");
}

TEST_CASE("layouts: grid, monocle, floating, tiling") {
    Desktop desktop;
    const auto one = desktop.open(options("one", red));
    const auto two = desktop.open(options("two", green));
    desktop.session.ctl({"layout", "grid"});
    CHECK(desktop.find("one").box.width == 640);
    desktop.session.ctl({"layout", "monocle"});
    desktop.expect(green, all, "the focused one");
    desktop.session.ctl({"focus", std::to_string(desktop.find("one").id)});
    desktop.expect(red, all, "the other one");
    desktop.session.ctl({"layout", "tiling"});
    const auto master = desktop.find("one").box;
    const auto stack = desktop.find("two").box;
    CHECK(master.width + stack.width == 1280);
    CHECK(master.width != stack.width);
    // Where they are they float.
    desktop.session.ctl({"layout", "floating"});
    CHECK(desktop.find("one").mode == "floating");
    CHECK(desktop.find("one").box == master);
    CHECK(desktop.find("two").box == stack);
    desktop.session.ctl({"move", std::to_string(desktop.find("one").id), "30", "40"});
    CHECK(desktop.find("one").box == Box{30, 40, master.width, master.height});
    CHECK(desktop.find("two").box == stack);
    desktop.session.ctl({"layout", "tiling"});
    CHECK(desktop.find("one").box == master);
}

TEST_CASE("floating windows are moved and resized by command and by the pointer") {
    Desktop desktop;
    const auto window = desktop.open(options("one", red));
    const auto id = std::to_string(desktop.find("one").id);
    desktop.session.ctl({"float", id, "on"});
    desktop.session.ctl({"resize", id, "300", "200"});
    desktop.session.ctl({"move", id, "100", "50"});
    CHECK(desktop.find("one").box == Box{100, 50, 300, 200});
    desktop.client.wait_until([&] { return window->size() == Size{300, 200}; }, "the size");
    const auto image = desktop.session.wait_for_picture(
        [&](const auto& picture) { return count_pixels(picture, red) == 300 * 200; }, "it"
    );
    CHECK(image.pixel(100, 50) == red);
    CHECK(image.pixel(399, 249) == red);
    CHECK(image.pixel(400, 250) != red);

    Mouse mouse{desktop.session};
    const auto drag = [&](const char* kind, Point from, Point to) {
        mouse.move(from);
        mouse.press();
        desktop.session.request(formatted(":type {} :surface-id {}", kind, id));
        mouse.move(to);
        mouse.release();
    };
    drag(":surface-move-interactive", {110, 60}, {160, 90});
    CHECK(desktop.find("one").box == Box{150, 80, 300, 200});
    drag(":surface-resize-interactive", {440, 270}, {480, 290}); // near the lower right corner
    CHECK(desktop.find("one").box == Box{150, 80, 340, 220});
    desktop.expect(red, 340 * 220, "the new size");
}

TEST_CASE("a click focuses the window under the pointer") {
    Desktop desktop;
    const auto one = desktop.open(options("one", red));
    const auto two = desktop.open(options("two", green));
    CHECK(desktop.find("two").focused);
    desktop.session.ctl({"click", "100", "100"});
    CHECK(desktop.find("one").focused);
    desktop.client.wait_until([&] { return one->activated() && !two->activated(); }, "activation");
}

TEST_CASE("a window that grows to a resting pointer gets it") {
    Desktop desktop;
    PointerEvents pointer{desktop.client};
    Mouse mouse{desktop.session};
    mouse.move({700, 500}); // outside of what it draws first
    const auto window = desktop.open(options("growing", red));
    desktop.client.wait_until([&] { return pointer.surface == window->surface(); }, "the pointer");
}

TEST_CASE("a window that appears under a held button does not get the pointer yet") {
    Desktop desktop;
    PointerEvents pointer{desktop.client};
    Mouse mouse{desktop.session};
    const auto one = desktop.open(options("one", red));
    mouse.move({640, 360});
    desktop.client.wait_until([&] { return pointer.surface == one->surface(); }, "the pointer");
    mouse.press();
    auto dialog = options("two", green);
    dialog.parent = one.get();
    const auto two = desktop.open(dialog); // in the middle of the other one
    CHECK(pointer.surface == one->surface());
    mouse.release();
    desktop.client.wait_until([&] { return pointer.surface == two->surface(); }, "the pointer");
}

TEST_CASE("a window is captured alone, also from a hidden workspace") {
    Desktop desktop;
    const auto one = desktop.open(options("one", red));
    const auto id = std::to_string(desktop.find("one").id);
    const auto two = desktop.open(options("two", green));
    const auto file = (desktop.session.folder() / "window.png").string();
    desktop.session.ctl({"workspace", "2"});
    const auto shot =
        desktop.session.start({program("EXWM_VRCTL"), "screenshot", "--window", id, file});
    while (shot->running()) {
        desktop.client.roundtrip();
    }
    CHECK(shot->wait() == 0);
    const auto image = read_picture(file);
    const auto size = desktop.find("one").box.size();
    CHECK(image.size() == size);
    CHECK(count_pixels(image, red) == size.width * size.height);
}

TEST_CASE("a title with quotes and control characters reaches peers whole") {
    Desktop desktop;
    const auto window = desktop.open(options("one", red));
    window->set_title("a \"quoted\" \\ title\n(:type :event)");
    desktop.client.roundtrip();
    const auto found = desktop.session.wait_for_window(
        [](const auto& w) { return w.title != "one"; }, "with the new title"
    );
    CHECK(found.title == "a \"quoted\" \\ title\n(:type :event)");
}

TEST_CASE("frame callbacks come at the output's own rate") {
    // Rates that whole milliseconds cannot give. The clock is checked in its own unit test; here,
    // that a faster output really gives more frames in the same time as a slower one.
    Session session(
        {.outputs = {"fast:320x240@240", "slow:320x240@30"}, .config = {}, .arguments = {}}
    );
    WaylandClient client((session.folder() / session.display()).string());
    WaylandWindow fast(client, options("fast", red));
    session.wait_for_window("fast");
    WaylandWindow slow(client, options("slow", green));
    const auto id = session.wait_for_window("slow").id;
    session.request(
        formatted(":type :workspace-move-surface :surface-id {} :workspace 0 :output \"slow\"", id)
    );
    session.wait_for_window(
        [](const auto& w) { return w.app_id == "slow" && w.output == "slow"; }, "moved"
    );
    client.roundtrip();
    int fast_seen = fast.frames();
    int slow_seen = slow.frames();
    const int slow_start = slow_seen;
    const int fast_start = fast_seen;
    fast.draw(blue);
    slow.draw(blue);
    client.wait_until(
        [&] {
            if (fast.frames() != fast_seen) {
                fast_seen = fast.frames();
                fast.draw(fast_seen % 2 == 0 ? red : blue);
            }
            if (slow.frames() != slow_seen) {
                slow_seen = slow.frames();
                slow.draw(slow_seen % 2 == 0 ? green : blue);
            }
            return slow_seen - slow_start >= 15;
        },
        "fifteen slow frames"
    );
    // 8 to 1 by the rates; a loaded machine may lose most of the fast ones.
    CHECK(fast_seen - fast_start > 15);
}

} // namespace
} // namespace exwm_vr::test
