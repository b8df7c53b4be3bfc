// SPDX-License-Identifier: MIT
// Feeds bytes to the codec, the framing and the dispatcher as a hostile peer would.
//
// Of the input the first byte says how the rest is taken: as a stream of frames, or as messages
// with a newline between them, which is easier to come by without the right lengths.
#include "base/log.hpp"
#include "ipc/dispatch.hpp"
#include "ipc/framing.hpp"
#include "ipc/utf8.hpp"
#include "tests/unit/ipc/fake_desktop.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace exwm_vr;
using namespace exwm_vr::ipc;

namespace {

void expect(bool holds, const char* what) {
    if (!holds) {
        log::panic(what);
    }
}

/// What can be read is printed such that it is read as the same.
void check_codec(std::string_view text) {
    const auto value = parse(text);
    if (!value) {
        return;
    }
    const std::string printed = print(*value);
    const auto again = parse(printed);
    expect(again.has_value(), "what was printed cannot be read");
    expect(*again == *value, "what was printed is read as something else");
    expect(print(*again) == printed, "printing is not stable");
}

/// One connection to a desktop with a few windows.
class Peer {
public:
    explicit Peer(int version) {
        for (const pid_t pid : {1, 1, 77}) {
            desktop_.set_icon(desktop_.add_window("app", "title", pid), "app", {16, 48});
        }
        desktop_.button_down = true;
        session_.version = version;
    }

    /// False when the connection would be closed.
    bool say(std::string_view payload) {
        check_codec(payload);
        moment_.now_ms += 10;
        const Outcome outcome = dispatcher_.handle(session_, payload, moment_);
        expect(outcome.reply.size() <= max_message_bytes, "the reply is over the limit");
        const auto reply = parse(outcome.reply);
        expect(reply.has_value(), "the reply cannot be read");
        const auto fields = Fields::of(*reply, false);
        expect(fields && fields->find("type") != nullptr, "the reply has no type");
        expect(session_.grabs.size() <= max_grabs, "too many keys are grabbed");
        if (outcome.after_reply != nullptr) {
            outcome.after_reply(desktop_);
        }
        return !outcome.close;
    }

private:
    test::FakeDesktop desktop_;
    Dispatcher dispatcher_{desktop_};
    Session session_{Credentials{77, 0}, 10'000};
    Moment moment_;
};

void take_stream(Peer& peer, std::string_view bytes, std::size_t piece) {
    FrameReader reader;
    while (!bytes.empty()) {
        const std::string_view part = bytes.substr(0, piece);
        bytes.remove_prefix(part.size());
        reader.append(part);
        while (true) {
            const auto payload = reader.next();
            if (!payload) {
                return;
            }
            if (!*payload) {
                break;
            }
            if (!peer.say(**payload)) {
                return;
            }
        }
    }
}

void take_lines(Peer& peer, std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (!peer.say(text.substr(0, end)) || end == std::string_view::npos) {
            return;
        }
        text.remove_prefix(end + 1);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const unsigned mode = data[0];
    const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
    expect(!utf8::find_invalid(utf8::repaired(rest)), "repaired text is not UTF-8");
    Peer peer(static_cast<int>((mode >> 1U) % 3));
    if ((mode & 1U) == 0) {
        take_stream(peer, rest, 1 + (mode >> 3U) * 7);
    } else {
        take_lines(peer, rest);
    }
    return 0;
}
