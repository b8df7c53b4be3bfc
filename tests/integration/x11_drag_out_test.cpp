// SPDX-License-Identifier: MIT
// Drag and drop from an X11 program's window onto one of a Wayland program, by XDND.
#include "base/fd.hpp"
#include "drag_party.hpp"
#include "locker.hpp"
#include "support/mouse.hpp"
#include "support/x11_client.hpp"
#include "support/x11_session.hpp"

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

constexpr std::uint8_t sent_by_client = 0x80;
constexpr ctl::Pixel blue{0, 0, 255, 255};
constexpr const char* mime = "text/plain;charset=utf-8";
constexpr std::uint32_t copy = WL_DATA_DEVICE_MANAGER_DND_ACTION_COPY;
constexpr std::uint32_t move = WL_DATA_DEVICE_MANAGER_DND_ACTION_MOVE;
constexpr std::size_t piece = 50'000;

template <typename Reply>
using X11Reply = std::unique_ptr<Reply, Calls<free>>;

/// An X11 program that drags a text out of its window, as toolkits do it, and what it is told.
class XSource {
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
        client.wait_until([&] { return window_.presses > 0; }, "the press");
        xcb_set_selection_owner(
            client.get(), window_.id(), client.atom("XdndSelection"), XCB_CURRENT_TIME
        );
        xcb_flush(client.get());
        dragging_ = true;
    }

    /// Says all that a drag says to each window that takes some, without any button being down.
    void pretend() {
        pretends_ = true;
        const X11Reply<xcb_query_tree_reply_t> tree(xcb_query_tree_reply(
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

    void moved(Point at) {
        const auto root = client.screen().root;
        const auto asked = xcb_translate_coordinates(
            client.get(),
            root,
            root,
            static_cast<std::int16_t>(at.x),
            static_cast<std::int16_t>(at.y)
        );
        const X11Reply<xcb_translate_coordinates_reply_t> place(
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
        asking_ = request;
        CHECK((
            request.target == client.atom("UTF8_STRING") || request.target == client.atom("TARGETS")
        )); // wlroots wants to know of all
        const bool has = request.target == client.atom("UTF8_STRING");
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
    bool dragging_ = false;
    bool pretends_ = false;
    xcb_window_t target_ = 0;
    xcb_selection_request_event_t asking_{};
    std::size_t given_ = 0;
};

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
