// SPDX-License-Identifier: MIT
// Drag and drop from an X11 program's window onto one of a Wayland program, by XDND.
#include "base/fd.hpp"
#include "drag_party.hpp"
#include "locker.hpp"
#include "support/mouse.hpp"
#include "support/x11_client.hpp"
#include "support/x11_session.hpp"
#include "x11_source.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>

namespace exwm_vr::test {
namespace {

constexpr Pixel blue{0, 0, 255, 255};
constexpr const char* mime = "text/plain;charset=utf-8";
constexpr std::uint32_t copy = WL_DATA_DEVICE_MANAGER_DND_ACTION_COPY;
constexpr std::uint32_t move = WL_DATA_DEVICE_MANAGER_DND_ACTION_MOVE;

struct Desktop {
    explicit Desktop(const std::string& text = "what was dragged")
        : from(std::make_unique<XSource>(x11.display(), text)) {
        const auto id = std::to_string(session.wait_for_window("Source").id);
        session.ctl({"float", id});
        session.ctl({"move", id, "100", "100"});
        start = session.wait_for_window("Source").box.center();
    }

    /// Waits for what the X11 program or the Wayland one is told.
    void wait_until(const std::function<bool()>& done, const std::string& what) {
        from->client.wait_until(
            [&] {
                to.client.roundtrip();
                return done();
            },
            what
        );
    }

    void drag() {
        mouse.move(start);
        mouse.press();
        from->begin_drag();
    }

    /// Moves over the Wayland window until the program has found that there is something.
    void hover() {
        wait_until(
            [&] {
                over_ = over_ == 50 ? 51 : 50;
                mouse.move(to.inside({over_, 40}));
                return to.target.surface != nullptr;
            },
            "the drag"
        );
    }

    void accept(std::uint32_t action = copy) {
        auto* offer = to.target.offer.get();
        wl_data_offer_accept(offer, to.target.serial, mime);
        wl_data_offer_set_actions(offer, copy | move, action);
        wait_until([&] { return from->accepted; }, "its acceptance");
    }

    /// All that comes out of the offer.
    std::string receive() {
        std::array<int, 2> ends{};
        REQUIRE(pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0);
        const Fd out{ends[0]};
        {
            const Fd in{ends[1]};
            wl_data_offer_receive(to.target.offer.get(), mime, in.get());
            to.client.roundtrip();
        }
        std::string got;
        bool ended = false;
        wait_until(
            [&] {
                std::array<char, 4096> buffer{};
                const auto size = read(out.get(), buffer.data(), buffer.size());
                if (size > 0) {
                    got.append(buffer.data(), static_cast<std::size_t>(size));
                }
                ended = size == 0;
                return ended;
            },
            "the text"
        );
        return got;
    }

    void drop() {
        mouse.release();
        wait_until([&] { return to.target.dropped; }, "the drop");
    }

    void finish() {
        wl_data_offer_finish(to.target.offer.get());
        to.target.offer.reset();
        wait_until([&] { return from->finished != 0; }, "the end");
    }

    /// Whether input goes its ordinary way again.
    void check_pointer() {
        const int before = to.pointer.presses;
        mouse.move(to.inside({5, 6}));
        mouse.press();
        to.client.wait_until([&] { return to.pointer.presses > before; }, "an ordinary press");
        CHECK(to.pointer.at == Point{5, 6});
        mouse.release();
    }

    X11Session x11;
    Session& session = x11.session;
    Mouse mouse{session};
    std::unique_ptr<XSource> from;
    Party to{session, "to", blue, {600, 300}};
    Point start;

private:
    int over_ = 50;
};

TEST_CASE("what is dragged out of an X11 window is dropped on a Wayland one") {
    Desktop desktop;
    desktop.drag();
    desktop.hover();
    CHECK(desktop.to.target.types == std::vector<std::string>{mime, "text/plain"});
    CHECK(desktop.to.target.at.y == 40);
    CHECK_FALSE(desktop.from->accepted);
    desktop.accept();
    CHECK(desktop.from->chosen == desktop.from->client.atom("XdndActionCopy"));
    CHECK(desktop.receive() == desktop.from->text); // as some look at it before
    desktop.drop();
    CHECK(desktop.from->dropped);
    CHECK(desktop.receive() == desktop.from->text);
    desktop.finish();
    CHECK(desktop.from->finished == 1);
    CHECK(desktop.from->chosen == desktop.from->client.atom("XdndActionCopy"));
    desktop.check_pointer();
}

TEST_CASE("a picture that the program keeps under the pointer is not in the way") {
    Desktop desktop;
    desktop.drag();
    desktop.from->show_icon(desktop.start);
    desktop.session.wait_for_picture(
        [](const auto& picture) { return count_pixels(picture, {255, 255, 0, 255}) > 0; },
        "the picture"
    );
    desktop.hover();
    for (const int x : {60, 61, 62, 63, 64}) {
        desktop.mouse.move(desktop.to.inside({x, 40}));
        desktop.wait_until([&] { return desktop.to.target.at.x == x; }, "the pointer's way");
    }
    CHECK(desktop.to.target.entered == 1);
    desktop.accept();
    desktop.drop();
    CHECK(desktop.receive() == desktop.from->text);
    desktop.finish();
}

TEST_CASE("much of it comes in pieces, and a move is one") {
    std::string text;
    for (int i = 0; i < 60'000; ++i) {
        text += std::to_string(i);
    }
    Desktop desktop(text);
    desktop.from->action = "XdndActionMove";
    desktop.drag();
    desktop.hover();
    CHECK((desktop.to.target.source_actions & move) != 0);
    desktop.accept(move);
    desktop.drop();
    CHECK(desktop.receive() == text);
    desktop.finish();
    CHECK(desktop.from->chosen == desktop.from->client.atom("XdndActionMove"));
}

TEST_CASE("what is not wanted, or taken back, is not dropped") {
    Desktop desktop;
    desktop.drag();
    desktop.hover();
    desktop.mouse.move(desktop.start);
    desktop.wait_until([&] { return desktop.to.target.surface == nullptr; }, "leave");
    desktop.hover(); // nobody accepts it
    desktop.mouse.release();
    desktop.wait_until([&] { return desktop.to.target.surface == nullptr; }, "leave");
    CHECK_FALSE(desktop.to.target.dropped);
    CHECK_FALSE(desktop.from->dropped);
    desktop.check_pointer();
}

TEST_CASE("the X11 program may die in mid-drag, and after the drop") {
    Desktop desktop;
    desktop.drag();
    desktop.hover();
    desktop.accept();
    const bool after = GENERATE(false, true);
    if (after) {
        desktop.drop();
    }
    desktop.from.reset();
    if (!after) {
        desktop.to.client.wait_until([&] { return desktop.to.target.surface == nullptr; }, "leave");
        desktop.mouse.release();
        CHECK_FALSE(desktop.to.target.dropped);
    }
    desktop.check_pointer();
}

TEST_CASE("a program that says it drags without any button held is not believed") {
    Desktop desktop;
    desktop.mouse.move(desktop.to.inside({50, 40}));
    xcb_set_selection_owner(
        desktop.from->client.get(),
        desktop.from->window(),
        desktop.from->client.atom("XdndSelection"),
        XCB_CURRENT_TIME
    );
    SECTION("at all") {}
    SECTION("but for one in a window that is not X11's") {
        desktop.mouse.press();
    }
    desktop.from->pretend();
    CHECK(desktop.from->finished == -1);
    desktop.to.client.roundtrip();
    CHECK(desktop.to.target.entered == 0);
    CHECK_FALSE(desktop.to.target.dropped);
}

TEST_CASE("a program that does not give what it dragged keeps nobody from the next drag") {
    Desktop desktop;
    desktop.from->silent = true;
    desktop.drag();
    desktop.hover();
    desktop.accept();
    std::array<int, 2> ends{};
    REQUIRE(pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0);
    const Fd out{ends[0]};
    {
        const Fd in{ends[1]};
        wl_data_offer_receive(desktop.to.target.offer.get(), mime, in.get());
        desktop.to.client.roundtrip();
    }
    desktop.wait_until([&] { return desktop.from->ignored; }, "the request");
    desktop.drop();
    desktop.to.target.dropped = false;

    desktop.from->silent = false;
    desktop.drag();
    char byte = 0;
    desktop.wait_until([&] { return read(out.get(), &byte, 1) == 0; }, "the pipe's end");
    desktop.to.target.surface = nullptr;
    desktop.hover();
    desktop.accept();
    desktop.drop();
    // It may do so yet, and is not to be misunderstood.
    desktop.from->late = GENERATE("", "what was dragged before");
    CHECK(desktop.receive() == desktop.from->text);
    desktop.finish();
}

TEST_CASE("a lock takes what hovers over a window from it") {
    Desktop desktop;
    desktop.drag();
    desktop.hover();
    desktop.accept();
    Locker locker(desktop.session);
    desktop.wait_until([&] { return desktop.to.target.surface == nullptr; }, "leave");
    desktop.mouse.move(desktop.to.inside({60, 41}));
    desktop.mouse.release();
    desktop.wait_until([&] { return !desktop.from->accepted; }, "the end");
    CHECK_FALSE(desktop.to.target.dropped);
}

} // namespace
} // namespace exwm_vr::test
