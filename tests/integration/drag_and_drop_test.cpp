// SPDX-License-Identifier: MIT
// Drag and drop from one client to another, and all the ways in which it can end.
#include "base/fd.hpp"
#include "drag_party.hpp"
#include "drag_source.hpp"
#include "support/mouse.hpp"
#include "support/plain_surface.hpp"
#include "support/session.hpp"
#include "support/wayland_client.hpp"
#include "support/wayland_object.hpp"

#include <catch2/catch_test_macros.hpp>
#include <wayland-client-protocol.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace exwm_vr::test {
namespace {

constexpr Pixel red{255, 0, 0, 255};
constexpr Pixel green{0, 255, 0, 255};
constexpr Pixel blue{0, 0, 255, 255};
constexpr std::uint32_t copy = WL_DATA_DEVICE_MANAGER_DND_ACTION_COPY;
constexpr std::uint32_t move = WL_DATA_DEVICE_MANAGER_DND_ACTION_MOVE;
constexpr const char* mime = Source::mime;

struct Desktop {
    Session session;
    Mouse mouse{session};
    std::unique_ptr<Party> from = std::make_unique<Party>(session, "from", red, Point{100, 100});
    Party to{session, "to", blue, {600, 300}};

    /// Presses on the source's window and starts to drag from there.
    std::unique_ptr<Source> drag(wl_surface* icon = nullptr) {
        mouse.move(from->inside({20, 10}));
        mouse.press();
        from->client.wait_until([&] { return from->pointer.press_serial != 0; }, "the press");
        return drag_with(from->pointer.press_serial, icon);
    }

    std::unique_ptr<Source> drag_with(std::uint32_t serial, wl_surface* icon = nullptr) {
        auto source = std::make_unique<Source>(from->manager.get(), "what was dragged");
        wl_data_device_start_drag(
            from->device.get(), source->proxy.get(), from->window->surface(), icon, serial
        );
        from->client.roundtrip();
        return source;
    }

    void hover() {
        mouse.move(to.inside({50, 40}));
        to.client.wait_until([&] { return to.target.surface != nullptr; }, "the drag");
    }

    void accept() {
        auto* offer = to.target.offer.get();
        wl_data_offer_accept(offer, to.target.serial, mime);
        wl_data_offer_set_actions(offer, copy, copy);
        to.client.roundtrip();
    }

    /// Whether input goes its ordinary way again: nobody holds it any more.
    void check_pointer() {
        const int before = to.pointer.presses;
        mouse.move(to.inside({5, 6}));
        mouse.press();
        to.client.wait_until([&] { return to.pointer.presses > before; }, "an ordinary press");
        CHECK(to.pointer.surface == to.window->surface());
        CHECK(to.pointer.at == Point{5, 6});
        CHECK(to.target.surface == nullptr);
        mouse.release();
    }
};

std::string read_all(const Fd& from) {
    std::string text;
    std::array<char, 256> part{};
    pollfd waiting{.fd = from.get(), .events = POLLIN, .revents = 0};
    const auto limit = static_cast<int>(std::chrono::milliseconds(patience).count());
    for (;;) {
        REQUIRE(poll(&waiting, 1, limit) > 0);
        const auto got = read(from.get(), part.data(), part.size());
        REQUIRE(got >= 0);
        if (got == 0) {
            return text;
        }
        text.append(part.data(), static_cast<std::size_t>(got));
    }
}

TEST_CASE("what one client's window lets go over another's is accepted, read and finished") {
    Desktop desktop;
    const auto source = desktop.drag();
    auto& target = desktop.to.target;
    desktop.hover();
    CHECK(target.surface == desktop.to.window->surface());
    CHECK(target.at == Point{50, 40});
    CHECK(target.types == std::vector<std::string>{mime});
    CHECK(target.source_actions == (copy | move));
    desktop.mouse.move(desktop.to.inside({60, 70}));
    desktop.to.client.wait_until([&] { return target.at == Point{60, 70}; }, "motion");
    CHECK(desktop.to.pointer.surface == nullptr); // a drag is no ordinary pointer
    desktop.accept();
    desktop.from->client.wait_until([&] { return source->action == copy; }, "the action");
    CHECK(source->accepted == mime);
    CHECK(target.action == copy);

    desktop.mouse.release();
    desktop.to.client.wait_until([&] { return target.dropped; }, "the drop");
    desktop.from->client.wait_until([&] { return source->dropped; }, "the drop, at the source");
    std::array<int, 2> ends{};
    REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
    const Fd readable(ends[0]);
    {
        const Fd writable(ends[1]);
        wl_data_offer_receive(target.offer.get(), mime, writable.get());
        desktop.to.client.roundtrip();
    }
    desktop.from->client.wait_until([&] { return source->sent; }, "the request for data");
    CHECK(read_all(readable) == source->text);
    CHECK_FALSE(source->finished);
    wl_data_offer_finish(target.offer.get());
    desktop.to.client.roundtrip();
    desktop.from->client.wait_until([&] { return source->finished; }, "the end");
    CHECK_FALSE(source->cancelled);
    desktop.to.client.wait_until([&] { return target.surface == nullptr; }, "the drag's leave");
    desktop.check_pointer();
}

TEST_CASE("a drag that nobody takes is cancelled") {
    Desktop desktop;
    const auto source = desktop.drag();
    desktop.hover();
    SECTION("over nothing") {
        desktop.accept();
        desktop.mouse.move({1000, 650});
        desktop.to.client.wait_until([&] { return desktop.to.target.surface == nullptr; }, "leave");
    }
    SECTION("over a window that does not accept it") {}
    desktop.mouse.release();
    desktop.from->client.wait_until([&] { return source->cancelled; }, "the cancellation");
    CHECK_FALSE(source->dropped);
    CHECK_FALSE(desktop.to.target.dropped);
    desktop.check_pointer();
}

TEST_CASE("a drag with a serial that is of no press is refused") {
    Desktop desktop;
    desktop.mouse.move(desktop.from->inside({20, 10}));
    const auto source = desktop.drag_with(12345);
    desktop.from->client.wait_until([&] { return source->cancelled; }, "the refusal");
    desktop.check_pointer();
    CHECK(desktop.to.target.entered == 0);
}

TEST_CASE("a drag of nothing is refused") {
    Desktop desktop;
    desktop.mouse.move(desktop.from->inside({20, 10}));
    desktop.mouse.press();
    desktop.from->client.wait_until(
        [&] { return desktop.from->pointer.press_serial != 0; }, "the press"
    );
    wl_data_device_start_drag(
        desktop.from->device.get(),
        nullptr,
        desktop.from->window->surface(),
        nullptr,
        desktop.from->pointer.press_serial
    );
    desktop.from->client.roundtrip();
    // A drag would hover over each of them.
    for (auto* party : {desktop.from.get(), &desktop.to}) {
        desktop.mouse.move(party->inside({30, 30}));
        party->client.roundtrip();
        CHECK(party->target.entered == 0);
    }
    desktop.mouse.release();
    desktop.check_pointer();
}

TEST_CASE("the target may go while something hovers over it") {
    Desktop desktop;
    const auto source = desktop.drag();
    desktop.hover();
    desktop.accept();
    desktop.to.window->unmap();
    desktop.to.client.wait_until([&] { return desktop.to.target.surface == nullptr; }, "leave");
    desktop.mouse.release();
    desktop.from->client.wait_until([&] { return source->cancelled; }, "the cancellation");
}

TEST_CASE("the source's client may die in mid-drag") {
    Desktop desktop;
    PlainSurface icon(desktop.from->client);
    icon.draw({40, 30}, green);
    const auto source = desktop.drag(icon.get());
    desktop.hover();
    desktop.accept();
    // What a killed process leaves: a closed socket and nothing said.
    shutdown(wl_display_get_fd(desktop.from->client.connection().display()), SHUT_RDWR);
    desktop.session.wait_for_no_window("from");
    desktop.to.client.wait_until([&] { return desktop.to.target.surface == nullptr; }, "leave");
    desktop.mouse.release();
    CHECK_FALSE(desktop.to.target.dropped);
    desktop.check_pointer();
    desktop.session.wait_for_picture(
        [](const auto& image) { return count_pixels(image, green) == 0; }, "no icon"
    );
}

TEST_CASE("the icon goes with the pointer and does not get in the way") {
    Desktop desktop;
    PlainSurface icon(desktop.from->client);
    const auto source = desktop.drag(icon.get());
    icon.draw({40, 30}, green);
    desktop.from->client.roundtrip();
    const auto icon_at = [&](Point at) {
        desktop.session.wait_for_picture(
            [&](const auto& image) {
                return count_pixels(image, green) == 40 * 30 &&
                       count_pixels(image, green, {at.x, at.y, 40, 30}) == 40 * 30;
            },
            "the icon"
        );
    };
    icon_at(desktop.from->inside({20, 10}));
    // The icon's surface is of the source's client: that one must not be what it hovers over.
    desktop.hover();
    icon_at(desktop.to.inside({50, 40}));
    desktop.accept();
    desktop.from->client.wait_until([&] { return source->accepted == mime; }, "its acceptance");
    desktop.mouse.release();
    desktop.to.client.wait_until([&] { return desktop.to.target.dropped; }, "the drop");
    desktop.session.wait_for_picture(
        [](const auto& image) { return count_pixels(image, green) == 0; }, "no icon"
    );
}

} // namespace
} // namespace exwm_vr::test
