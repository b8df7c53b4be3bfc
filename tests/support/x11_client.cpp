// SPDX-License-Identifier: MIT
#include "support/x11_client.hpp"

#include "base/owned.hpp"
#include "support/process.hpp"

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <poll.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>

namespace exwm_vr::test {
namespace {

template <typename T>
using Reply = Owned<T, free>;

constexpr std::uint8_t format_32 = 32;
constexpr std::uint8_t format_8 = 8;

} // namespace

X11Client::X11Client(const std::string& display)
    : connection_(xcb_connect(display.c_str(), nullptr)) {
    INFO("X display " << display);
    REQUIRE(xcb_connection_has_error(get()) == 0);
    screen_ = xcb_setup_roots_iterator(xcb_get_setup(get())).data;
}

xcb_atom_t X11Client::atom(const std::string& name) {
    const auto cookie =
        xcb_intern_atom(get(), 0, static_cast<std::uint16_t>(name.size()), name.c_str());
    const Reply<xcb_intern_atom_reply_t> reply(xcb_intern_atom_reply(get(), cookie, nullptr));
    REQUIRE(reply);
    return reply->atom;
}

void X11Client::wait_until(const std::function<bool()>& done, const std::string& what) {
    const auto limit = std::chrono::steady_clock::now() + patience;
    xcb_flush(get());
    while (!done()) {
        if (const Reply<xcb_generic_event_t> event(xcb_poll_for_event(get())); event) {
            take_in(*event);
            continue;
        }
        INFO("an X11 client waits for " << what);
        REQUIRE(xcb_connection_has_error(get()) == 0);
        REQUIRE(std::chrono::steady_clock::now() < limit);
        pollfd waiting{.fd = xcb_get_file_descriptor(get()), .events = POLLIN, .revents = 0};
        constexpr int look_again = 100; // ms: also what no event tells of can be waited for
        poll(&waiting, 1, look_again);
    }
}

void X11Client::take_in(const xcb_generic_event_t& event) {
    constexpr std::uint8_t sent = 0x80;
    const auto find = [this](xcb_window_t id) {
        const auto found = windows_.find(id);
        return found != windows_.end() ? found->second : nullptr;
    };
    switch (event.response_type & ~sent) {
    case XCB_CONFIGURE_NOTIFY: {
        const auto& notify = reinterpret_cast<const xcb_configure_notify_event_t&>(event);
        if (auto* window = find(notify.window)) {
            ++window->configures;
            if ((event.response_type & sent) != 0) {
                window->told = {notify.x, notify.y, notify.width, notify.height};
            }
        }
        break;
    }
    case XCB_BUTTON_PRESS: {
        const auto& press = reinterpret_cast<const xcb_button_press_event_t&>(event);
        if (auto* window = find(press.event)) {
            ++window->presses;
            window->pressed_at = {press.event_x, press.event_y};
        }
        break;
    }
    case XCB_KEY_PRESS: {
        const auto& press = reinterpret_cast<const xcb_key_press_event_t&>(event);
        if (auto* window = find(press.event)) {
            ++window->keys;
        }
        break;
    }
    case XCB_FOCUS_IN:
    case XCB_FOCUS_OUT: {
        const auto& focus = reinterpret_cast<const xcb_focus_in_event_t&>(event);
        if (auto* window = find(focus.event); window && focus.mode == XCB_NOTIFY_MODE_NORMAL) {
            window->focused = (event.response_type & ~sent) == XCB_FOCUS_IN;
        }
        break;
    }
    default:
        if (others) {
            others(event);
        }
        break;
    }
}

void X11Client::ask_manager(
    xcb_window_t window, const std::string& type, std::vector<std::uint32_t> data
) {
    xcb_client_message_event_t event{};
    event.response_type = XCB_CLIENT_MESSAGE;
    event.format = format_32;
    event.window = window;
    event.type = atom(type);
    data.resize(std::size(event.data.data32));
    std::memcpy(&event.data.data32[0], data.data(), sizeof(event.data.data32));
    xcb_send_event(
        get(),
        0,
        screen().root,
        XCB_EVENT_MASK_SUBSTRUCTURE_REDIRECT | XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY,
        reinterpret_cast<const char*>(&event)
    );
    xcb_flush(get());
}

std::vector<std::uint32_t> X11Client::property(xcb_window_t window, const std::string& name) {
    constexpr std::uint32_t most = 1024;
    const auto cookie = xcb_get_property(get(), 0, window, atom(name), XCB_ATOM_ANY, 0, most);
    const Reply<xcb_get_property_reply_t> reply(xcb_get_property_reply(get(), cookie, nullptr));
    REQUIRE(reply);
    const auto bytes = static_cast<std::size_t>(xcb_get_property_value_length(reply.get()));
    std::vector<std::uint32_t> values(reply->format == format_32 ? bytes / 4 : 0);
    if (!values.empty()) {
        std::memcpy(values.data(), xcb_get_property_value(reply.get()), values.size() * 4);
    }
    return values;
}

X11Window::X11Window(X11Client& client, const Options& options)
    : client_(client)
    , id_(xcb_generate_id(client.get())) {
    auto* connection = client.get();
    client.windows_.emplace(id_, this);
    const std::array<std::uint32_t, 3> values{
        options.colour,
        options.override_redirect ? 1U : 0U,
        XCB_EVENT_MASK_STRUCTURE_NOTIFY | XCB_EVENT_MASK_BUTTON_PRESS | XCB_EVENT_MASK_KEY_PRESS |
            XCB_EVENT_MASK_FOCUS_CHANGE
    };
    xcb_create_window(
        connection,
        XCB_COPY_FROM_PARENT,
        id_,
        client.screen().root,
        static_cast<std::int16_t>(options.box.x),
        static_cast<std::int16_t>(options.box.y),
        static_cast<std::uint16_t>(options.box.width),
        static_cast<std::uint16_t>(options.box.height),
        0,
        XCB_WINDOW_CLASS_INPUT_OUTPUT,
        client.screen().root_visual,
        XCB_CW_BACK_PIXEL | XCB_CW_OVERRIDE_REDIRECT | XCB_CW_EVENT_MASK,
        values.data()
    );
    const auto set = [&](xcb_atom_t property, xcb_atom_t type, std::uint8_t format, auto& data) {
        xcb_change_property(
            connection,
            XCB_PROP_MODE_REPLACE,
            id_,
            property,
            type,
            format,
            static_cast<std::uint32_t>(data.size()),
            data.data()
        );
    };
    auto class_name = options.name;
    class_name.front() = static_cast<char>(std::toupper(class_name.front()));
    const std::string names = options.name + '\0' + class_name + '\0';
    set(XCB_ATOM_WM_NAME, XCB_ATOM_STRING, format_8, options.name);
    set(XCB_ATOM_WM_CLASS, XCB_ATOM_STRING, format_8, names);
    if (!options.type.empty()) {
        const std::array type{client.atom(options.type)};
        set(client.atom("_NET_WM_WINDOW_TYPE"), XCB_ATOM_ATOM, format_32, type);
    }
    if (options.parent != 0) {
        const std::array parent{options.parent};
        set(XCB_ATOM_WM_TRANSIENT_FOR, XCB_ATOM_WINDOW, format_32, parent);
    }
    if (options.fullscreen) {
        const std::array state{client.atom("_NET_WM_STATE_FULLSCREEN")};
        set(client.atom("_NET_WM_STATE"), XCB_ATOM_ATOM, format_32, state);
    }
    // ICCCM's WM_SIZE_HINTS: flags, four of no use, smallest and greatest size, steps, four of no
    // use, the size that steps count from, one of no use.
    std::array<std::uint32_t, 18> hints{};
    constexpr std::uint32_t has_min = 16;
    constexpr std::uint32_t has_max = 32;
    constexpr std::uint32_t has_step = 64;
    constexpr std::uint32_t has_base = 256;
    hints[0] = (options.min.empty() ? 0U : has_min) | (options.max.empty() ? 0U : has_max) |
               (options.step.empty() ? 0U : has_step) | (options.base.empty() ? 0U : has_base);
    hints[5] = static_cast<std::uint32_t>(options.min.width);
    hints[6] = static_cast<std::uint32_t>(options.min.height);
    hints[7] = static_cast<std::uint32_t>(options.max.width);
    hints[8] = static_cast<std::uint32_t>(options.max.height);
    hints[9] = static_cast<std::uint32_t>(options.step.width);
    hints[10] = static_cast<std::uint32_t>(options.step.height);
    hints[15] = static_cast<std::uint32_t>(options.base.width);
    hints[16] = static_cast<std::uint32_t>(options.base.height);
    set(XCB_ATOM_WM_NORMAL_HINTS, XCB_ATOM_WM_SIZE_HINTS, format_32, hints);
    xcb_map_window(connection, id_);
    xcb_flush(connection);
}

X11Window::~X11Window() {
    client_.windows_.erase(id_);
    xcb_destroy_window(client_.get(), id_);
    xcb_flush(client_.get());
}

Box X11Window::box() const {
    auto* connection = client_.get();
    const auto asked = xcb_get_geometry(connection, id_);
    const Reply<xcb_get_geometry_reply_t> size(xcb_get_geometry_reply(connection, asked, nullptr));
    REQUIRE(size);
    const auto where = xcb_translate_coordinates(connection, id_, client_.screen().root, 0, 0);
    const Reply<xcb_translate_coordinates_reply_t> place(
        xcb_translate_coordinates_reply(connection, where, nullptr)
    );
    REQUIRE(place);
    return {place->dst_x, place->dst_y, size->width, size->height};
}

void X11Window::configure(Box box) {
    const std::array<std::uint32_t, 4> values{
        static_cast<std::uint32_t>(box.x),
        static_cast<std::uint32_t>(box.y),
        static_cast<std::uint32_t>(box.width),
        static_cast<std::uint32_t>(box.height)
    };
    xcb_configure_window(
        client_.get(),
        id_,
        XCB_CONFIG_WINDOW_X | XCB_CONFIG_WINDOW_Y | XCB_CONFIG_WINDOW_WIDTH |
            XCB_CONFIG_WINDOW_HEIGHT,
        values.data()
    );
    xcb_flush(client_.get());
}

void X11Window::unmap() {
    xcb_unmap_window(client_.get(), id_);
    xcb_flush(client_.get());
}

void X11Window::set_urgent(bool urgent) {
    constexpr std::uint32_t urgency = 256; // of ICCCM's WM_HINTS
    const std::array<std::uint32_t, 9> hints{urgent ? urgency : 0U};
    xcb_change_property(
        client_.get(),
        XCB_PROP_MODE_REPLACE,
        id_,
        XCB_ATOM_WM_HINTS,
        XCB_ATOM_WM_HINTS,
        format_32,
        hints.size(),
        hints.data()
    );
    xcb_flush(client_.get());
}

void X11Window::grab_keyboard() {
    const auto cookie = xcb_grab_keyboard(
        client_.get(), 1, id_, XCB_CURRENT_TIME, XCB_GRAB_MODE_ASYNC, XCB_GRAB_MODE_ASYNC
    );
    const Reply<xcb_grab_keyboard_reply_t> reply(
        xcb_grab_keyboard_reply(client_.get(), cookie, nullptr)
    );
    REQUIRE(reply);
    REQUIRE(reply->status == XCB_GRAB_STATUS_SUCCESS);
}

} // namespace exwm_vr::test
