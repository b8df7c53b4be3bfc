// SPDX-License-Identifier: MIT
// An X11 program that drags something, for tests of drag and drop.
#pragma once

#include "base/owned.hpp"
#include "support/x11_client.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <utility>

namespace exwm_vr::test {

inline constexpr std::uint8_t sent_by_client = 0x80;
inline constexpr std::size_t piece = 50'000;
inline constexpr std::uint32_t icon_colour = 0xFFFF00;

/// An X11 program that drags a text out of its window, as toolkits do it, and what it is told.
class XSource {
    /// free is each file's own to a class in a header.
    struct Frees {
        static void reply(void* memory) { free(memory); } // NOLINT(*-owning-memory): of libxcb
    };

    template <typename T>
    using Reply = Owned<T, Frees::reply>;

public:
    explicit XSource(const std::string& display, std::string given)
        : client(display)
        , text(std::move(given))
        , window_(client, named("source")) {
        const std::uint32_t events = XCB_EVENT_MASK_STRUCTURE_NOTIFY | XCB_EVENT_MASK_BUTTON_PRESS |
                                     XCB_EVENT_MASK_BUTTON_RELEASE | XCB_EVENT_MASK_POINTER_MOTION;
        xcb_change_window_attributes(client.get(), window_.id(), XCB_CW_EVENT_MASK, &events);
        xcb_flush(client.get());
        client.others = [this](const auto& event) { take_in(event); };
    }

    XSource(const XSource&) = delete;
    XSource& operator=(const XSource&) = delete;

    ~XSource() { client.others = {}; }

    [[nodiscard]] xcb_window_t window() const { return window_.id(); }

    void begin_drag() {
        client.wait_until([&] { return window_.presses > begun_; }, "the press");
        begun_ = window_.presses;
        target_ = 0; // it is entered anew
        xcb_set_selection_owner(
            client.get(), window_.id(), client.atom("XdndSelection"), XCB_CURRENT_TIME
        );
        xcb_flush(client.get());
        dragging_ = true;
    }

    /// A picture of what is dragged, under the pointer from now on.
    void show_icon(Point at) {
        X11Window::Options options;
        options.box = around(at);
        options.colour = icon_colour;
        options.override_redirect = true;
        icon_ = std::make_unique<X11Window>(client, options);
    }

    /// Says all that a drag says to each window that takes some, without any button being down.
    void pretend() {
        pretends_ = true;
        const Reply<xcb_query_tree_reply_t> tree(xcb_query_tree_reply(
            client.get(), xcb_query_tree(client.get(), client.screen().root), nullptr
        ));
        REQUIRE(tree);
        const std::span children(
            xcb_query_tree_children(tree.get()),
            static_cast<std::size_t>(xcb_query_tree_children_length(tree.get()))
        );
        for (const auto child : children) {
            if (!client.property(child, "XdndAware").empty()) {
                target_ = child;
                say("XdndEnter", {5U << 24U, client.atom("UTF8_STRING"), 0, 0});
                say("XdndPosition", {0, 0, XCB_CURRENT_TIME, client.atom(action)});
                say("XdndDrop", {0, XCB_CURRENT_TIME, 0, 0});
            }
        }
        client.wait_until([&] { return finished != 0; }, "an answer");
    }

    X11Client client;
    std::string text;
    std::string action = "XdndActionCopy"; ///< that it suggests
    bool silent = false;                   ///< does not give what it is asked for
    bool ignored = false;                  ///< a request, by silence
    std::string late; ///< given to who was ignored, right before the next one gets text
    bool accepted = false;
    xcb_atom_t chosen = 0; ///< action, by the target
    bool dropped = false;
    int finished = 0; ///< 1: with success; -1: without

private:
    static X11Window::Options named(const std::string& name) {
        X11Window::Options options;
        options.name = name;
        return options;
    }

    void take_in(const xcb_generic_event_t& event) {
        switch (event.response_type & ~sent_by_client) {
        case XCB_MOTION_NOTIFY:
        case XCB_BUTTON_RELEASE: {
            const auto& motion = reinterpret_cast<const xcb_motion_notify_event_t&>(event);
            if (dragging_) {
                moved({motion.root_x, motion.root_y}); // Qt does so also when it is to drop
            }
            if (dragging_ && (event.response_type & ~sent_by_client) == XCB_BUTTON_RELEASE) {
                released();
            }
            break;
        }
        case XCB_CLIENT_MESSAGE:
            told(reinterpret_cast<const xcb_client_message_event_t&>(event));
            break;
        case XCB_SELECTION_REQUEST:
            give(reinterpret_cast<const xcb_selection_request_event_t&>(event));
            break;
        case XCB_PROPERTY_NOTIFY: {
            const auto& change = reinterpret_cast<const xcb_property_notify_event_t&>(event);
            if (change.state == XCB_PROPERTY_DELETE && change.window == asking_.requestor) {
                give_piece();
            }
            break;
        }
        default:
            break;
        }
    }

    static Box around(Point at) { return {at.x - 20, at.y - 20, 40, 40}; }

    void moved(Point at) {
        if (icon_) {
            icon_->configure({-100, -100, 40, 40}); // toolkits know what is below their own
        }
        find_target(at);
        if (icon_) {
            icon_->configure(around(at));
        }
    }

    void find_target(Point at) {
        const auto root = client.screen().root;
        const auto asked = xcb_translate_coordinates(
            client.get(),
            root,
            root,
            static_cast<std::int16_t>(at.x),
            static_cast<std::int16_t>(at.y)
        );
        const Reply<xcb_translate_coordinates_reply_t> place(
            xcb_translate_coordinates_reply(client.get(), asked, nullptr)
        );
        REQUIRE(place);
        auto under = place->child;
        if (under == window_.id() || under == 0 || client.property(under, "XdndAware").empty()) {
            under = 0;
        }
        if (under != target_) {
            if (target_ != 0) {
                say("XdndLeave", {});
            }
            target_ = under;
            accepted = false;
            if (target_ != 0) {
                say("XdndEnter", {5U << 24U, client.atom("UTF8_STRING"), client.atom("STRING"), 0});
            }
        }
        if (target_ != 0) {
            const auto x = static_cast<std::uint32_t>(at.x);
            const auto y = static_cast<std::uint32_t>(at.y);
            say("XdndPosition", {0, x << 16U | y, XCB_CURRENT_TIME, client.atom(action)});
        }
    }

    void released() {
        dragging_ = false;
        if (target_ != 0) {
            dropped = accepted;
            say(accepted ? "XdndDrop" : "XdndLeave", {0, XCB_CURRENT_TIME, 0, 0});
        }
    }

    void told(const xcb_client_message_event_t& message) {
        const auto& data = message.data.data32;
        if (message.type == client.atom("XdndStatus") && data[0] == target_) {
            accepted = (data[1] & 1) != 0;
            chosen = data[4];
        } else if (
            message.type == client.atom("XdndFinished") && (pretends_ || data[0] == target_)
        ) {
            finished = (data[1] & 1) != 0 ? 1 : -1;
            chosen = data[2];
        }
    }

    void say(const std::string& type, const std::array<std::uint32_t, 4>& data) {
        xcb_client_message_event_t message{};
        message.response_type = XCB_CLIENT_MESSAGE;
        message.format = 32;
        message.window = target_;
        message.type = client.atom(type);
        message.data.data32[0] = window_.id();
        std::ranges::copy(data, std::begin(message.data.data32) + 1);
        xcb_send_event(client.get(), 0, target_, 0, reinterpret_cast<const char*>(&message));
        xcb_flush(client.get());
    }

    void give(const xcb_selection_request_event_t& request) {
        const bool has = request.target == client.atom("UTF8_STRING");
        if (silent) {
            ignored = ignored || has;
            unanswered_ = has ? request : unanswered_;
            return;
        }
        if (has && ignored && !late.empty()) {
            ignored = false;
            const auto now = std::exchange(text, late);
            give(unanswered_);
            text = now;
        }
        asking_ = request;
        CHECK((
            request.target == client.atom("UTF8_STRING") || request.target == client.atom("TARGETS")
        )); // wlroots wants to know of all
        if (has && text.size() > piece) {
            const std::uint32_t watched = XCB_EVENT_MASK_PROPERTY_CHANGE;
            const auto size = static_cast<std::uint32_t>(text.size());
            xcb_change_window_attributes(
                client.get(), request.requestor, XCB_CW_EVENT_MASK, &watched
            );
            put(client.atom("INCR"), 32, 1, &size);
        } else if (has) {
            put(request.target, 8, text.size(), text.data());
        }
        xcb_selection_notify_event_t answer{};
        answer.response_type = XCB_SELECTION_NOTIFY;
        answer.requestor = request.requestor;
        answer.selection = request.selection;
        answer.target = request.target;
        answer.property = has ? request.property : static_cast<xcb_atom_t>(XCB_ATOM_NONE);
        xcb_send_event(
            client.get(), 0, request.requestor, 0, reinterpret_cast<const char*>(&answer)
        );
        xcb_flush(client.get());
    }

    void give_piece() {
        if (text.size() <= piece || given_ > text.size()) {
            return;
        }
        const auto size = std::min(piece, text.size() - given_);
        put(asking_.target, 8, size, text.data() + given_);
        xcb_flush(client.get());
        given_ += size == 0 ? 1 : size; // after the empty one there is no other
    }

    void put(xcb_atom_t type, std::uint8_t format, std::size_t count, const void* data) {
        xcb_change_property(
            client.get(),
            XCB_PROP_MODE_REPLACE,
            asking_.requestor,
            asking_.property,
            type,
            format,
            static_cast<std::uint32_t>(count),
            data
        );
    }

    X11Window window_;
    std::unique_ptr<X11Window> icon_;
    int begun_ = 0; ///< presses that a drag began with
    bool dragging_ = false;
    bool pretends_ = false;
    xcb_window_t target_ = 0;
    xcb_selection_request_event_t asking_{};
    xcb_selection_request_event_t unanswered_{};
    std::size_t given_ = 0;
};

} // namespace exwm_vr::test
