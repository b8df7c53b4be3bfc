// SPDX-License-Identifier: MIT
// ext-idle-notify and idle-inhibit: who is told that nobody is there, and who is not.
#include "support/mouse.hpp"
#include "support/session.hpp"
#include "support/wayland_client.hpp"
#include "support/wayland_object.hpp"

#include <catch2/catch_test_macros.hpp>
#include <wayland-client-protocol.h>

#include <ext-idle-notify-v1-client-protocol.h>
#include <idle-inhibit-unstable-v1-client-protocol.h>
#include <sys/socket.h>

#include <cstdint>
#include <memory>
#include <string>

namespace exwm_vr::test {
namespace {

constexpr std::uint32_t short_ms = 20;
/// Timers of one event loop go off in the order that they are due, however late it is: when one
/// of this length has gone off, one of short_ms that did not is held back.
constexpr std::uint32_t long_ms = 200;

using Inhibitor = Object<zwp_idle_inhibitor_v1, zwp_idle_inhibitor_v1_destroy>;

class Notification {
public:
    explicit Notification(ext_idle_notification_v1* made)
        : proxy_(made) {
        ext_idle_notification_v1_add_listener(made, &listener(), this);
    }

    Notification(const Notification&) = delete;
    Notification& operator=(const Notification&) = delete;
    ~Notification() = default;

    int idled = 0;
    int resumed = 0;

private:
    static Notification& of(void* data) { return *static_cast<Notification*>(data); }

    static const ext_idle_notification_v1_listener& listener() {
        static constexpr ext_idle_notification_v1_listener table{
            .idled = [](void* data, ext_idle_notification_v1*) { ++of(data).idled; },
            .resumed = [](void* data, ext_idle_notification_v1*) { ++of(data).resumed; },
        };
        return table;
    }

    Object<ext_idle_notification_v1, ext_idle_notification_v1_destroy> proxy_;
};

/// A session, a client with a window, and another client that watches for idleness.
struct Desktop {
    Session session;
    WaylandClient client{(session.folder() / session.display()).string()};
    WaylandClient watcher{(session.folder() / session.display()).string()};
    Mouse mouse{session};
    Object<wl_seat, wl_seat_destroy> seat;
    Object<ext_idle_notifier_v1, ext_idle_notifier_v1_destroy> notifier;
    Object<zwp_idle_inhibit_manager_v1, zwp_idle_inhibit_manager_v1_destroy> inhibition;
    std::unique_ptr<WaylandWindow> window;

    Desktop() {
        bind_global(watcher.connection(), seat, wl_seat_interface, 1);
        bind_global(watcher.connection(), notifier, ext_idle_notifier_v1_interface, 2);
        bind_global(client.connection(), inhibition, zwp_idle_inhibit_manager_v1_interface);
        window = open("window");
    }

    std::unique_ptr<WaylandWindow> open(const std::string& app_id) {
        WaylandWindow::Options options;
        options.app_id = app_id;
        auto opened = std::make_unique<WaylandWindow>(client, options);
        session.wait_for_window(app_id);
        return opened;
    }

    /// When it returns, the inhibitor counts.
    Inhibitor inhibit(const WaylandWindow& by) {
        Inhibitor made(
            zwp_idle_inhibit_manager_v1_create_inhibitor(inhibition.get(), by.surface())
        );
        client.roundtrip();
        return made;
    }

    Notification ordinary() {
        return Notification(
            ext_idle_notifier_v1_get_idle_notification(notifier.get(), short_ms, seat.get())
        );
    }

    /// Does not heed inhibitors, and is due after an ordinary one that is made before it.
    Notification unheeding() {
        return Notification(
            ext_idle_notifier_v1_get_input_idle_notification(notifier.get(), long_ms, seat.get())
        );
    }

    void wait(const int& count, int wanted, const std::string& what) {
        watcher.wait_until([&] { return count >= wanted; }, what);
        CHECK(count == wanted);
    }
};

/// A client of its own with a window that inhibits.
struct Inhibiting {
    WaylandClient client;
    WaylandWindow window{client, {}};
    Object<zwp_idle_inhibit_manager_v1, zwp_idle_inhibit_manager_v1_destroy> manager;
    Inhibitor inhibitor;

    explicit Inhibiting(Session& session)
        : client((session.folder() / session.display()).string()) {
        bind_global(client.connection(), manager, zwp_idle_inhibit_manager_v1_interface);
        inhibitor.reset(
            zwp_idle_inhibit_manager_v1_create_inhibitor(manager.get(), window.surface())
        );
        client.roundtrip();
    }
};

TEST_CASE("idleness is told, ends at the first input, and is told again") {
    Desktop desktop;
    const auto ordinary = desktop.ordinary();
    const auto unheeding = desktop.unheeding();
    desktop.wait(ordinary.idled, 1, "the first idleness");
    desktop.wait(unheeding.idled, 1, "the first idleness without heed for inhibitors");
    CHECK(ordinary.resumed == 0);
    desktop.mouse.move({300, 300});
    desktop.wait(ordinary.resumed, 1, "the end by motion");
    desktop.wait(ordinary.idled, 2, "the second idleness");
    desktop.wait(unheeding.idled, 2, "the second idleness without heed for inhibitors");
    CHECK(unheeding.resumed == 1);
    desktop.mouse.press();
    desktop.wait(ordinary.resumed, 2, "the end by a button");
    desktop.mouse.release();
}

TEST_CASE("a visible window's inhibitor holds idleness back until it is destroyed") {
    Desktop desktop;
    auto inhibitor = desktop.inhibit(*desktop.window);
    const auto ordinary = desktop.ordinary();
    const auto unheeding = desktop.unheeding();
    desktop.wait(unheeding.idled, 1, "idleness without heed for inhibitors");
    CHECK(ordinary.idled == 0);
    desktop.mouse.move({300, 300}); // starts both again
    desktop.wait(unheeding.idled, 2, "the same after input");
    CHECK(ordinary.idled == 0);
    inhibitor.reset();
    desktop.client.roundtrip();
    desktop.wait(ordinary.idled, 1, "idleness at last");
    CHECK(ordinary.resumed == 0);
}

TEST_CASE("an inhibitor counts only while its window can be seen") {
    Desktop desktop;
    const auto inhibitor = desktop.inhibit(*desktop.window);
    desktop.session.ctl({"workspace", "2"});
    const auto other = desktop.open("other");
    const auto ordinary = desktop.ordinary();
    desktop.wait(ordinary.idled, 1, "idleness with the inhibitor's window hidden");

    desktop.session.ctl({"workspace", "1"});
    desktop.wait(ordinary.resumed, 1, "its end when the window is seen again");
    desktop.mouse.move({300, 300});
    const auto unheeding = desktop.unheeding();
    desktop.wait(unheeding.idled, 1, "idleness without heed for inhibitors");
    CHECK(ordinary.idled == 1);

    desktop.session.ctl({"move-to-workspace", "focused", "2"});
    desktop.wait(ordinary.idled, 2, "idleness when the window has left the workspace");
}

TEST_CASE("the inhibitor of a window that closes counts no more") {
    Desktop desktop;
    const auto inhibitor = desktop.inhibit(*desktop.window);
    const auto ordinary = desktop.ordinary();
    SECTION("unmapped") {
        desktop.window->unmap();
    }
    SECTION("destroyed with its surface") {
        desktop.window.reset();
    }
    desktop.client.roundtrip();
    desktop.wait(ordinary.idled, 1, "idleness");
}

TEST_CASE("the inhibitor of a client that dies counts no more") {
    Desktop desktop;
    auto doomed = std::make_unique<Inhibiting>(desktop.session);
    const auto ordinary = desktop.ordinary();
    const auto unheeding = desktop.unheeding();
    desktop.wait(unheeding.idled, 1, "idleness without heed for inhibitors");
    CHECK(ordinary.idled == 0);
    // What a killed process leaves: a closed socket and nothing said.
    shutdown(wl_display_get_fd(doomed->client.connection().display()), SHUT_RDWR);
    desktop.wait(ordinary.idled, 1, "idleness");
}

} // namespace
} // namespace exwm_vr::test
