// SPDX-License-Identifier: MIT
// Drag and drop from a Wayland program's window onto one of an X11 program, by XDND.
#include "drag_source.hpp"
#include "support/mouse.hpp"
#include "support/wayland_client.hpp"
#include "support/wayland_object.hpp"
#include "support/x11_client.hpp"
#include "support/x11_session.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <string>

namespace exwm_vr::test {
namespace {

constexpr std::uint8_t sent = 0x80;

/// An X11 window that takes what is dropped on it, and what it was told.
class Target {
public:
    explicit Target(X11Client& client)
        : client_(client)
        , window_(client, named("target"))
        , enter_(client.atom("XdndEnter"))
        , position_(client.atom("XdndPosition"))
        , drop_(client.atom("XdndDrop"))
        , copy_(client.atom("XdndActionCopy"))
        , text_type_(client.atom("UTF8_STRING"))
        , transfer_(client.atom("TRANSFER")) {
        const std::uint32_t version = 5;
        xcb_change_property(
            client.get(),
            XCB_PROP_MODE_REPLACE,
            window_.id(),
            client.atom("XdndAware"),
            XCB_ATOM_ATOM,
            32,
            1,
            &version
        );
        client.others = [this](const auto& event) { take_in(event); };
    }

    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;

    ~Target() { client_.others = {}; }

    bool offered_text = false;
    Point at; ///< on the X screen
    std::string got;

private:
    static X11Window::Options named(const std::string& name) {
        X11Window::Options options;
        options.name = name;
        return options;
    }

    void take_in(const xcb_generic_event_t& event) {
        const int kind = event.response_type & ~sent;
        if (kind == XCB_CLIENT_MESSAGE) {
            told(reinterpret_cast<const xcb_client_message_event_t&>(event));
        } else if (kind == XCB_SELECTION_NOTIFY) {
            read_text();
            answer("XdndFinished", {window_.id(), 1, copy_});
        }
    }

    void told(const xcb_client_message_event_t& message) {
        const auto& data = message.data.data32;
        if (message.type == enter_) {
            source_ = data[0];
            offered_text = std::ranges::contains(data, text_type_);
        } else if (message.type == position_) {
            at = {static_cast<int>(data[2] >> 16), static_cast<int>(data[2] & 0xFFFF)};
            answer("XdndStatus", {window_.id(), 1, 0, 0, copy_});
        } else if (message.type == drop_) {
            xcb_convert_selection(
                client_.get(),
                window_.id(),
                client_.atom("XdndSelection"),
                text_type_,
                transfer_,
                data[2]
            );
            xcb_flush(client_.get());
        }
    }

    void answer(const std::string& type, const std::array<std::uint32_t, 5>& data) {
        xcb_client_message_event_t message{};
        message.response_type = XCB_CLIENT_MESSAGE;
        message.format = 32;
        message.window = source_;
        message.type = client_.atom(type);
        std::ranges::copy(data, std::begin(message.data.data32));
        xcb_send_event(client_.get(), 0, source_, 0, reinterpret_cast<const char*>(&message));
        xcb_flush(client_.get());
    }

    void read_text() {
        const auto asked =
            xcb_get_property(client_.get(), 1, window_.id(), transfer_, XCB_ATOM_ANY, 0, 1024);
        const std::unique_ptr<xcb_get_property_reply_t, Calls<free>> reply(
            xcb_get_property_reply(client_.get(), asked, nullptr)
        );
        REQUIRE(reply);
        const auto* text = static_cast<const char*>(xcb_get_property_value(reply.get()));
        got.assign(text, static_cast<std::size_t>(xcb_get_property_value_length(reply.get())));
    }

    X11Client& client_;
    X11Window window_;
    xcb_atom_t enter_;
    xcb_atom_t position_;
    xcb_atom_t drop_;
    xcb_atom_t copy_;
    xcb_atom_t text_type_;
    xcb_atom_t transfer_;
    xcb_window_t source_ = 0;
};

TEST_CASE("what is dragged out of a Wayland window is dropped on an X11 one") {
    X11Session x11;
    Session& session = x11.session;
    X11Client x_client(x11.display());
    Target target(x_client);
    session.wait_for_window("Target");

    WaylandClient client((session.folder() / session.display()).string());
    PointerEvents pointer(client);
    Object<wl_data_device_manager, wl_data_device_manager_destroy> manager;
    bind_global(client.connection(), manager, wl_data_device_manager_interface, 3);
    const Object<wl_data_device, wl_data_device_release> device(
        wl_data_device_manager_get_data_device(manager.get(), pointer.seat())
    );
    const WaylandWindow window(client, {});
    const auto from = session.wait_for_window("test").box.center();
    const auto to = session.wait_for_window("Target").box.center();
    client.roundtrip();

    Mouse mouse(session);
    mouse.move(from);
    mouse.press();
    client.wait_until([&] { return pointer.press_serial != 0; }, "the press");
    const Source source(manager.get(), "what was dragged");
    wl_data_device_start_drag(
        device.get(), source.proxy.get(), window.surface(), nullptr, pointer.press_serial
    );
    client.roundtrip();
    mouse.move({to.x - 5, to.y});
    mouse.move(to);
    x_client.wait_until([&] { return target.at == to; }, "the drag");
    CHECK(target.offered_text);
    client.wait_until(
        [&] { return source.action == WL_DATA_DEVICE_MANAGER_DND_ACTION_COPY; }, "its answer"
    );
    mouse.release();
    x_client.wait_until(
        [&] {
            client.roundtrip(); // the source is asked for the text
            return !target.got.empty();
        },
        "the text"
    );
    CHECK(target.got == source.text);
    client.wait_until([&] { return source.finished; }, "the end");
}

TEST_CASE("a drag of nothing does no harm where X11 programs run") {
    X11Session x11;
    Session& session = x11.session;
    X11Client x_client(x11.display());
    const Target target(x_client);
    session.wait_for_window("Target");
    WaylandClient client((session.folder() / session.display()).string());
    PointerEvents pointer(client);
    Object<wl_data_device_manager, wl_data_device_manager_destroy> manager;
    bind_global(client.connection(), manager, wl_data_device_manager_interface, 3);
    const Object<wl_data_device, wl_data_device_release> device(
        wl_data_device_manager_get_data_device(manager.get(), pointer.seat())
    );
    const WaylandWindow window(client, {});
    const auto from = session.wait_for_window("test").box.center();
    client.roundtrip();
    Mouse mouse(session);
    mouse.move(from);
    mouse.press();
    client.wait_until([&] { return pointer.press_serial != 0; }, "the press");
    wl_data_device_start_drag(
        device.get(), nullptr, window.surface(), nullptr, pointer.press_serial
    );
    client.roundtrip();
    mouse.release();
    client.roundtrip();
}

} // namespace
} // namespace exwm_vr::test
