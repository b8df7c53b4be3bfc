// SPDX-License-Identifier: MIT
// Data on their way out of X11 programs that stop, are late or do not answer. The test runs the
// event loop, so that time passes only where it is to.
#include "base/fd.hpp"
#include "base/owned.hpp"
#include "shell/x11_transfers.hpp"
#include "support/x11_client.hpp"
#include "support/x11_session.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace exwm_vr::test {
namespace {

constexpr std::uint8_t sent = 0x80;
constexpr const char* selection = "EXWM_VR_TEST";

/// An X11 program that answers what and when the test says.
class Program {
public:
    explicit Program(const std::string& display)
        : client(display)
        , window_(client, {}) {
        client.others = [this](const auto& event) { take_in(event); };
        xcb_set_selection_owner(client.get(), id(), client.atom(selection), XCB_CURRENT_TIME);
        client.wait_until([&] { return owns(); }, "the selection");
    }

    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    ~Program() { client.others = {}; }

    [[nodiscard]] xcb_window_t id() const { return window_.id(); }

    void wait_for_requests(std::size_t count) {
        client.wait_until([&] { return requests.size() >= count; }, "a request");
    }

    /// Text to a request, and that it is there.
    void give(std::size_t index, const std::string& text) {
        put(index, client.atom("UTF8_STRING"), 8, text.size(), text.data());
        answer(index, true);
    }

    void refuse(std::size_t index) { answer(index, false); }

    void begin_pieces(std::size_t index) {
        const auto& request = requests.at(index);
        const std::uint32_t watched = XCB_EVENT_MASK_PROPERTY_CHANGE;
        const std::uint32_t at_least = 1;
        xcb_change_window_attributes(client.get(), request.requestor, XCB_CW_EVENT_MASK, &watched);
        put(index, client.atom("INCR"), 32, 1, &at_least);
        answer(index, true);
    }

    void give_piece(std::size_t index, const std::string& text) {
        put(index, client.atom("UTF8_STRING"), 8, text.size(), text.data());
        xcb_flush(client.get());
    }

    X11Client client;
    std::vector<xcb_selection_request_event_t> requests;
    std::size_t taken = 0; ///< values of properties that were deleted

private:
    bool owns() {
        const auto asked = xcb_get_selection_owner(client.get(), client.atom(selection));
        const Owned<xcb_get_selection_owner_reply_t, free> reply(
            xcb_get_selection_owner_reply(client.get(), asked, nullptr)
        );
        return reply && reply->owner == id();
    }

    void take_in(const xcb_generic_event_t& event) {
        const int kind = event.response_type & ~sent;
        if (kind == XCB_SELECTION_REQUEST) {
            requests.push_back(reinterpret_cast<const xcb_selection_request_event_t&>(event));
        } else if (kind == XCB_PROPERTY_NOTIFY) {
            const auto& change = reinterpret_cast<const xcb_property_notify_event_t&>(event);
            taken += change.state == XCB_PROPERTY_DELETE ? 1 : 0;
        }
    }

    void put(
        std::size_t index, xcb_atom_t type, std::uint8_t format, std::size_t count, const void* data
    ) {
        const auto& request = requests.at(index);
        xcb_change_property(
            client.get(),
            XCB_PROP_MODE_REPLACE,
            request.requestor,
            request.property,
            type,
            format,
            static_cast<std::uint32_t>(count),
            data
        );
    }

    void answer(std::size_t index, bool has) {
        const auto& request = requests.at(index);
        xcb_selection_notify_event_t message{};
        message.response_type = XCB_SELECTION_NOTIFY;
        message.requestor = request.requestor;
        message.selection = request.selection;
        message.target = request.target;
        message.time = request.time;
        message.property = has ? request.property : static_cast<xcb_atom_t>(XCB_ATOM_NONE);
        xcb_send_event(
            client.get(), 0, request.requestor, 0, reinterpret_cast<const char*>(&message)
        );
        xcb_flush(client.get());
    }

    X11Window window_;
};

/// What a Wayland client gets.
struct Reader {
    Fd out;
    std::string got;
    bool ended = false;

    void read() {
        std::array<char, 4096> buffer{};
        for (;;) {
            const auto size = ::read(out.get(), buffer.data(), buffer.size());
            if (size <= 0) {
                ended = size == 0;
                return;
            }
            got.append(buffer.data(), static_cast<std::size_t>(size));
        }
    }
};

struct Desk {
    /// @p limit: what a transfer may take until something moves, ms. Only waiting for a cut, or
    /// running the loop, lets time pass.
    explicit Desk(int limit = 1)
        : limit_(limit) {
        const std::uint32_t events = XCB_EVENT_MASK_PROPERTY_CHANGE;
        xcb_change_window_attributes(client.get(), window.id(), XCB_CW_EVENT_MASK, &events);
        client.others = [this](const auto& event) {
            const int kind = event.response_type & ~sent;
            if (kind == XCB_SELECTION_NOTIFY) {
                transfers.answered(reinterpret_cast<const xcb_selection_notify_event_t&>(event));
            } else if (kind == XCB_PROPERTY_NOTIFY) {
                transfers.changed(reinterpret_cast<const xcb_property_notify_event_t&>(event));
            }
        };
    }

    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    ~Desk() { client.others = {}; }

    Reader ask() {
        std::array<int, 2> ends{};
        REQUIRE(pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0);
        transfers.ask(program.id(), client.atom("UTF8_STRING"), XCB_CURRENT_TIME, Fd(ends[1]));
        return {.out = Fd(ends[0]), .got = {}, .ended = false};
    }

    /// Until the pipe has ended; time does not pass.
    void receive(Reader& reader) {
        client.wait_until(
            [&] {
                reader.read();
                return reader.ended;
            },
            "the pipe's end"
        );
    }

    /// Until the program has been told that what it gave was taken.
    void take(std::size_t count) {
        client.wait_until(
            [&] {
                drain_program();
                return program.taken >= count;
            },
            "a piece to be taken"
        );
    }

    /// Lets time pass until a transfer is given up.
    void wait_until_cut(int count = 1) {
        wait_until(
            [&] {
                constexpr int look_again = 100; // ms
                REQUIRE(wl_event_loop_dispatch(loop.get(), look_again) == 0);
                return cuts >= count;
            },
            "the end of patience"
        );
    }

    struct Destroys {
        void operator()(wl_event_loop* object) const noexcept { wl_event_loop_destroy(object); }
    };

private:
    int limit_;

public:
    X11Session x11;
    std::unique_ptr<wl_event_loop, Destroys> loop{wl_event_loop_create()};
    X11Client client{x11.display()};
    X11Window window{client, {}};
    Program program{x11.display()};
    int cuts = 0;
    int idle = 0;
    shell::X11Transfers transfers{{
        .loop = loop.get(),
        .connection = [this] { return client.get(); },
        .window = window.id(),
        .selection = client.atom(selection),
        .incremental = client.atom("INCR"),
        .cut = [this] { ++cuts; },
        .idle = [this] { ++idle; },
        .limit = limit_,
    }};

private:
    /// One answer of the server behind all events that it has for the program.
    void drain_program() {
        (void)program.client.atom("UTF8_STRING");
        bool once = false;
        program.client.wait_until([&] { return std::exchange(once, true); }, "");
    }
};

TEST_CASE("pieces that stop coming hold nobody up") {
    Desk desk;
    auto& program = desk.program;
    auto first = desk.ask();
    auto second = desk.ask();
    program.wait_for_requests(1);
    program.begin_pieces(0);
    desk.take(1);
    program.give_piece(0, "half of");
    desk.take(2);
    CHECK(desk.cuts == 0);
    desk.wait_until_cut();
    first.read();
    CHECK(first.ended);
    CHECK(first.got == "half of");

    program.wait_for_requests(2);
    CHECK(program.requests[1].property != program.requests[0].property);
    program.give_piece(0, "what goes on"); // after all
    program.give(1, "the second");
    desk.receive(second);
    CHECK(second.got == "the second");
    CHECK(desk.idle == 1);
    CHECK(desk.cuts == 1);

    desk.take(4);
    auto third = desk.ask();
    program.wait_for_requests(3);
    CHECK(program.requests[2].property != program.requests[0].property);
    program.refuse(2);
    desk.receive(third);

    program.give_piece(0, ""); // its end
    desk.take(5);
    auto fourth = desk.ask();
    program.wait_for_requests(4);
    CHECK(program.requests[3].property == program.requests[0].property);
    program.give(3, "the fourth");
    desk.receive(fourth);
    CHECK(fourth.got == "the fourth");
}

TEST_CASE("an answer to a request that was given up is not taken for another's") {
    Desk desk;
    auto& program = desk.program;
    auto first = desk.ask();
    program.wait_for_requests(1);
    if (GENERATE(false, true)) {
        desk.wait_until_cut();
    } else {
        desk.transfers.owner_changed(program.id());
    }
    first.read();
    CHECK(first.ended);
    auto second = desk.ask();
    program.wait_for_requests(2);
    if (GENERATE(false, true)) {
        program.give(0, "the first");
    } else {
        program.refuse(0);
    }
    program.give(1, "the second");
    desk.receive(second);
    CHECK(second.got == "the second");
    CHECK(desk.idle == 2);

    auto third = desk.ask();
    program.wait_for_requests(3);
    CHECK(program.requests[2].property == program.requests[0].property);
}

TEST_CASE("a client that does not read holds nobody up") {
    Desk desk;
    const auto first = desk.ask();
    auto second = desk.ask();
    desk.program.wait_for_requests(1);
    desk.program.give(0, std::string(200'000, 'a')); // more than a pipe takes
    desk.client.wait_until(
        [&] {
            std::array<int, 1> waiting{};
            (void)ioctl(first.out.get(), FIONREAD, waiting.data());
            return waiting[0] > 0;
        },
        "a full pipe"
    );
    desk.wait_until_cut();
    desk.program.wait_for_requests(2);
    desk.program.give(1, "the second");
    desk.receive(second);
    CHECK(second.got == "the second");
}

TEST_CASE("a program that has gone is not waited for") {
    Desk desk;
    auto first = desk.ask();
    auto second = desk.ask();
    desk.program.wait_for_requests(1);
    SECTION("with what it has not given") {
        desk.transfers.program_gone(desk.program.id());
        CHECK(desk.cuts == 2);
        CHECK(desk.transfers.idle());
    }
    SECTION("after it was given up") {
        desk.wait_until_cut(2); // the second one, too
        desk.program.wait_for_requests(2);
        desk.transfers.program_gone(desk.program.id());
    }
    first.read();
    second.read();
    CHECK(first.ended);
    CHECK(second.ended);
    const auto asked = desk.program.requests.size();
    const auto third = desk.ask();
    desk.program.wait_for_requests(asked + 1);
    CHECK(desk.program.requests[asked].property == desk.program.requests[0].property);
}

TEST_CASE("what a program has given in full is written though it has gone") {
    Desk desk(shell::X11Transfers::patience);
    const std::string text(200'000, 'a');
    auto reader = desk.ask();
    desk.program.wait_for_requests(1);
    desk.program.give(0, text);
    desk.client.wait_until(
        [&] {
            reader.read();
            return !reader.got.empty();
        },
        "the beginning"
    );
    desk.transfers.program_gone(desk.program.id());
    while (!reader.ended) {
        REQUIRE(wl_event_loop_dispatch(desk.loop.get(), 0) == 0);
        reader.read();
    }
    CHECK((reader.got == text));
    CHECK(desk.cuts == 0);
}

TEST_CASE("a program that answers nothing is not asked for ever") {
    Desk desk;
    constexpr std::size_t most = 16;
    for (std::size_t i = 0; i < most; ++i) {
        const auto reader = desk.ask();
        desk.program.wait_for_requests(i + 1);
        desk.wait_until_cut(static_cast<int>(i) + 1);
    }
    auto another = desk.ask();
    another.read();
    CHECK(another.ended);
    desk.program.give(0, "late");
    desk.client.wait_until(
        [&] {
            auto reader = desk.ask();
            reader.read();
            return !reader.ended;
        },
        "a property that is free again"
    );
}

} // namespace
} // namespace exwm_vr::test
