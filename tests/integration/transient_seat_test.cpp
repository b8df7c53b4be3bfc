// SPDX-License-Identifier: MIT
// ext-transient-seat: a program shows the desktop to somebody else, who has a pointer and a focus
// of their own.
#include "config/key_chord.hpp"
#include "ctl/wayland/outputs.hpp"
#include "ctl/wayland/virtual_keyboard.hpp"
#include "drag_source.hpp"
#include "locker.hpp"
#include "menu.hpp"
#include "support/keyboard.hpp"
#include "support/mouse.hpp"
#include "support/session.hpp"
#include "support/wayland_client.hpp"
#include "support/wayland_object.hpp"

#include <catch2/catch_test_macros.hpp>
#include <wayland-client-protocol.h>

#include <ext-transient-seat-v1-client-protocol.h>
#include <linux/input-event-codes.h>
#include <wlr-virtual-pointer-unstable-v1-client-protocol.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace exwm_vr::test {
namespace {

constexpr Pixel red{255, 0, 0, 255};
constexpr Pixel green{0, 255, 0, 255};
constexpr Size screen{1280, 720};

/// The seat with a number of the registry, as a client knows it; null for none.
const ctl::Global* find_seat(WaylandClient& client, std::uint32_t name) {
    const auto& globals = client.connection().globals();
    const auto found = std::ranges::find(globals, name, &ctl::Global::name);
    return found != globals.end() ? &*found : nullptr;
}

/// A seat of its own that a program asks for.
class Wish {
public:
    Wish(WaylandClient& client, ext_transient_seat_manager_v1* manager)
        : proxy_(ext_transient_seat_manager_v1_create(manager)) {
        ext_transient_seat_v1_add_listener(proxy_.get(), &listener(), this);
        client.wait_until([&] { return denied || name != 0; }, "the answer");
    }

    Wish(const Wish&) = delete;
    Wish& operator=(const Wish&) = delete;
    ~Wish() = default;

    std::uint32_t name = 0;
    bool denied = false;

private:
    static const ext_transient_seat_v1_listener& listener() {
        static constexpr ext_transient_seat_v1_listener table{
            .ready = [](void* data,
                        ext_transient_seat_v1*,
                        std::uint32_t name) { static_cast<Wish*>(data)->name = name; },
            .denied = [](void* data,
                         ext_transient_seat_v1*) { static_cast<Wish*>(data)->denied = true; },
        };
        return table;
    }

    Object<ext_transient_seat_v1, ext_transient_seat_v1_destroy> proxy_;
};

/// A remote desktop's server: a seat and its devices.
class Guest {
public:
    /// @p output: what the guest's pointer is for; empty: all there is.
    explicit Guest(Session& session, const std::string& output = {})
        : client_(path_of(session)) {
        bind_global(client_.connection(), manager_, ext_transient_seat_manager_v1_interface);
        bind_global(client_.connection(), pointers_, zwlr_virtual_pointer_manager_v1_interface, 2);
        wish_ = std::make_unique<Wish>(client_, manager_.get());
        client_.roundtrip();
        const auto* global = find_seat(client_, name());
        REQUIRE(global != nullptr);
        CHECK(global->interface == "wl_seat");
        auto seat = ctl::Seat::open(client_.connection(), *global);
        REQUIRE(seat);
        CHECK((*seat)->has_keyboard());
        CHECK((*seat)->has_pointer());
        if (output.empty()) {
            pointer_.reset(zwlr_virtual_pointer_manager_v1_create_virtual_pointer(
                pointers_.get(), (*seat)->get()
            ));
        } else {
            pointer_.reset(pointer_for(client_.connection(), **seat, output));
        }
        auto keyboard = ctl::VirtualKeyboard::open(client_.connection(), std::move(*seat));
        REQUIRE(keyboard);
        keyboard_ = std::move(*keyboard);
    }

    Guest(const Guest&) = delete;
    Guest& operator=(const Guest&) = delete;
    ~Guest() = default;

    [[nodiscard]] std::uint32_t name() const { return wish_->name; }

    void move(Point to) {
        zwlr_virtual_pointer_v1_motion_absolute(
            pointer_.get(),
            ctl::event_time(),
            static_cast<std::uint32_t>(to.x),
            static_cast<std::uint32_t>(to.y),
            screen.width,
            screen.height
        );
        finish();
    }

    void click() {
        for (const auto state :
             {WL_POINTER_BUTTON_STATE_PRESSED, WL_POINTER_BUTTON_STATE_RELEASED}) {
            zwlr_virtual_pointer_v1_button(pointer_.get(), ctl::event_time(), BTN_LEFT, state);
            finish();
        }
    }

    void type(const std::string& text) { REQUIRE(keyboard_->type(text)); }

    void press(const char* chord) {
        const auto parsed = config::parse_key_chord(chord);
        REQUIRE(parsed);
        REQUIRE(keyboard_->press(std::array{*parsed}));
    }

private:
    zwlr_virtual_pointer_v1*
    pointer_for(ctl::Connection& connection, const ctl::Seat& seat, const std::string& name) {
        const auto outputs = ctl::Outputs::open(connection, ctl::Deadline::after(patience));
        REQUIRE(outputs);
        const auto* output = (*outputs)->find(name);
        REQUIRE(output != nullptr);
        auto* pointer = zwlr_virtual_pointer_manager_v1_create_virtual_pointer_with_output(
            pointers_.get(), seat.get(), output->proxy.get()
        );
        client_.roundtrip();
        return pointer;
    }

    void finish() {
        zwlr_virtual_pointer_v1_frame(pointer_.get());
        client_.roundtrip();
    }

    WaylandClient client_;
    Object<ext_transient_seat_manager_v1, ext_transient_seat_manager_v1_destroy> manager_;
    Object<zwlr_virtual_pointer_manager_v1, zwlr_virtual_pointer_manager_v1_destroy> pointers_;
    std::unique_ptr<Wish> wish_;
    Object<zwlr_virtual_pointer_v1, zwlr_virtual_pointer_v1_destroy> pointer_;
    std::unique_ptr<ctl::VirtualKeyboard> keyboard_;
};

/// A window, and what its program is told of both seats.
struct Program {
    Program(Session& session, const std::string& app_id, Pixel colour)
        : client(path_of(session)) {
        WaylandWindow::Options options;
        options.app_id = app_id;
        options.colour = colour;
        window = std::make_unique<WaylandWindow>(client, options);
        session.wait_for_window(app_id);
        client.roundtrip();
    }

    /// Learns of the guest's seat.
    void meet(const Guest& guest) {
        client.roundtrip();
        const auto* seat = find_seat(client, guest.name());
        REQUIRE(seat != nullptr);
        guest_keyboard = std::make_unique<KeyboardEvents>(client, seat);
        guest_pointer = std::make_unique<PointerEvents>(client, seat);
    }

    WaylandClient client;
    KeyboardEvents keyboard{client};
    PointerEvents pointer{client};
    std::unique_ptr<KeyboardEvents> guest_keyboard;
    std::unique_ptr<PointerEvents> guest_pointer;
    std::unique_ptr<WaylandWindow> window;
};

struct Desktop {
    Session session;
    Program left{session, "left", red};
    Program right{session, "right", green};
    std::unique_ptr<Guest> guest = std::make_unique<Guest>(session);

    Desktop() {
        left.meet(*guest);
        right.meet(*guest);
    }

    [[nodiscard]] Point center(const std::string& app_id) {
        return session.wait_for_window(app_id).box.center();
    }

    /// The guest's click gives the window the guest's keyboard.
    void enter(Program& program, const std::string& app_id) {
        guest->move(center(app_id));
        guest->click();
        program.client.wait_until(
            [&] { return program.guest_keyboard->surface == program.window->surface(); },
            "the guest's keyboard"
        );
    }

    /// Whether what the guest types goes to the program.
    bool guest_types(Program& program) {
        const auto before = program.guest_keyboard->pressed.size();
        guest->type("y");
        program.client.roundtrip();
        return program.guest_keyboard->pressed.size() > before;
    }
};

TEST_CASE("a guest has a pointer and a focus of their own, beside those of the desktop") {
    Desktop desktop;
    auto& [session, left, right, guest] = desktop;
    CHECK(session.wait_for_window("right").focused);
    CHECK_FALSE(desktop.guest_types(right));
    const auto* under_pointer = left.pointer.surface;
    desktop.enter(left, "left");
    CHECK(left.guest_pointer->surface == left.window->surface());
    CHECK(left.guest_pointer->presses == 1);
    CHECK(desktop.guest_types(left));

    // The desktop's own focus stays, and its keys go there.
    CHECK(session.wait_for_window("right").focused);
    session.ctl({"type", "x"});
    right.client.wait_until([&] { return !right.keyboard.pressed.empty(); }, "a key");
    CHECK(right.guest_keyboard->pressed.empty());
    CHECK(left.keyboard.pressed.empty());
    CHECK(left.pointer.presses == 0);
    CHECK(left.pointer.surface == under_pointer);

    // What is a binding for the user is a key like others of the guest's.
    guest->move(desktop.center("right"));
    guest->click();
    CHECK(desktop.guest_types(right));
    CHECK_FALSE(desktop.guest_types(left));
    CHECK(right.guest_pointer->surface == right.window->surface());
    const auto before = right.guest_keyboard->pressed.size();
    guest->press("s-3");
    right.client.roundtrip();
    CHECK(right.guest_keyboard->pressed.size() > before);
    CHECK(session.wait_for_window("right").focused);
    session.ctl({"key", "s-3"}); // another workspace
    CHECK_FALSE(session.wait_for_window("right").focused);
}

TEST_CASE("a guest types into nothing that cannot be seen") {
    Desktop desktop;
    auto& [session, left, right, guest] = desktop;
    desktop.enter(left, "left");

    SECTION("on another workspace") {
        session.ctl({"workspace", "2"});
        CHECK_FALSE(desktop.guest_types(left));
        CHECK(left.guest_keyboard->surface == nullptr);
        CHECK(left.guest_pointer->surface == nullptr);
    }
    SECTION("while it is locked, but into the locker") {
        const Menu menu(
            left.client, *left.window, left.guest_pointer->seat(), left.guest_pointer->press_serial
        );
        Locker locker(session);
        locker.cover("HEADLESS-1");
        locker.wait_locked();
        left.client.wait_until([&] { return menu.dismissed; }, "the menu's end");
        const auto* seat = find_seat(locker.client, guest->name());
        REQUIRE(seat != nullptr);
        const KeyboardEvents keyboard(locker.client, seat);
        const PointerEvents pointer(locker.client, seat);
        CHECK_FALSE(desktop.guest_types(left));
        guest->move({100, 100});
        guest->click();
        CHECK_FALSE(desktop.guest_types(left));
        CHECK(left.guest_pointer->surface == nullptr);
        CHECK(left.guest_pointer->presses == 1);
        locker.client.wait_until(
            [&] { return pointer.presses == 1 && !keyboard.pressed.empty(); }, "the guest's input"
        );
        locker.unlock();
        CHECK_FALSE(desktop.guest_types(left));
        desktop.enter(left, "left");
        CHECK(desktop.guest_types(left));
    }
}

TEST_CASE("a guest drags nothing, and who tries hears of it") {
    Desktop desktop;
    auto& [session, left, right, guest] = desktop;
    desktop.enter(left, "left");
    Object<wl_data_device_manager, wl_data_device_manager_destroy> manager;
    bind_global(left.client.connection(), manager, wl_data_device_manager_interface, 3);
    const Object<wl_data_device, wl_data_device_release> device(
        wl_data_device_manager_get_data_device(manager.get(), left.guest_pointer->seat())
    );
    const Source source(manager.get(), "what was dragged");
    wl_data_device_start_drag(
        device.get(),
        source.proxy.get(),
        left.window->surface(),
        nullptr,
        left.guest_pointer->press_serial
    );
    left.client.wait_until([&] { return source.cancelled; }, "its end");
    CHECK(desktop.guest_types(left));
}

TEST_CASE("a pointer that is for an output outlives it") {
    Session session({.outputs = {"1280x720", "other:1280x720"}, .config = {}, .arguments = {}});
    Program program(session, "window", red);
    session.ctl({"output", "set", "other", "--transform", "90"}); // where it points, too
    const Point place{320, 540};
    const auto check = [&](const PointerEvents& events) {
        // It may have been on the window before, elsewhere.
        program.client.wait_until(
            [&] {
                return events.surface == program.window->surface() &&
                       std::abs(events.at.x - place.x) <= 1 && std::abs(events.at.y - place.y) <= 1;
            },
            "the pointer"
        );
    };
    SECTION("the guest's") {
        Guest guest(session, "other");
        program.meet(guest);
        session.ctl({"output", "remove", "other"});
        guest.move(place);
        check(*program.guest_pointer);
    }
    SECTION("the user's") {
        auto& connection = session.wayland();
        const auto seat = ctl::Seat::open(connection);
        REQUIRE(seat);
        const auto outputs = ctl::Outputs::open(connection, ctl::Deadline::after(patience));
        REQUIRE(outputs);
        const auto manager = connection.bind<zwlr_virtual_pointer_manager_v1>(2);
        REQUIRE(manager);
        const Object<zwlr_virtual_pointer_v1, zwlr_virtual_pointer_v1_destroy> pointer(
            zwlr_virtual_pointer_manager_v1_create_virtual_pointer_with_output(
                manager->get(), (*seat)->get(), (*outputs)->find("other")->proxy.get()
            )
        );
        session.ctl({"output", "remove", "other"});
        zwlr_virtual_pointer_v1_motion_absolute(pointer.get(), ctl::event_time(), 1, 3, 4, 4);
        zwlr_virtual_pointer_v1_frame(pointer.get());
        REQUIRE(connection.roundtrip(ctl::Deadline::after(patience)));
        check(program.pointer);
    }
}

TEST_CASE("a guest's seat goes with the program that made it") {
    Desktop desktop;
    auto& [session, left, right, guest] = desktop;
    desktop.enter(left, "left");
    const auto name = guest->name();
    guest.reset();
    left.client.wait_until([&] { return find_seat(left.client, name) == nullptr; }, "its end");
    CHECK(left.guest_keyboard->surface == nullptr);
    CHECK(left.guest_pointer->surface == nullptr);
    session.ctl({"type", "x"});
    right.client.wait_until([&] { return !right.keyboard.pressed.empty(); }, "a key of the user's");
}

TEST_CASE("a guest may leave while menus of theirs are open") {
    Desktop desktop;
    auto& [session, left, right, guest] = desktop;
    desktop.enter(left, "left");
    const Menu menu(
        left.client, *left.window, left.guest_pointer->seat(), left.guest_pointer->press_serial
    );
    SECTION("and hold the seat") {}
    SECTION("and hold it no more, as the guest clicked beside them") {
        guest->move(desktop.center("right"));
        guest->click();
    }
    const auto name = guest->name();
    guest.reset();
    left.client.wait_until([&] { return find_seat(left.client, name) == nullptr; }, "its end");
    left.client.wait_until([&] { return menu.dismissed; }, "the menu's end");
    session.ctl({"type", "x"});
    right.client.wait_until([&] { return !right.keyboard.pressed.empty(); }, "a key of the user's");
}

TEST_CASE("no program makes seats without end") {
    Session session;
    WaylandClient client(path_of(session));
    Object<ext_transient_seat_manager_v1, ext_transient_seat_manager_v1_destroy> manager;
    bind_global(client.connection(), manager, ext_transient_seat_manager_v1_interface);
    std::vector<std::unique_ptr<Wish>> wishes;
    for (int i = 0; i < 16; ++i) {
        wishes.push_back(std::make_unique<Wish>(client, manager.get()));
        CHECK_FALSE(wishes.back()->denied);
    }
    CHECK(Wish(client, manager.get()).denied);
    wishes.pop_back();
    CHECK_FALSE(Wish(client, manager.get()).denied);
}

} // namespace
} // namespace exwm_vr::test
