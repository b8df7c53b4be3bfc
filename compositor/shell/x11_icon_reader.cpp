// SPDX-License-Identifier: MIT
#include "shell/x11_icon_reader.hpp"

#include "image/x11_icons.hpp"
#include "shell/x11_requests.hpp"

#include <xcb/xcbext.h>

#include <algorithm>
#include <span>
#include <utility>

namespace exwm_vr::shell {
namespace {

constexpr int first_look = 1;    ///< ms
constexpr int longest_look = 64; ///< ms
/// 64 MiB a second at most, one of the usual size in 6 ms.
constexpr std::size_t words_per_millisecond = 16384;

std::span<const std::uint32_t> words_of(const xcb_get_property_reply_t& reply) {
    constexpr std::uint8_t word_bits = 32;
    if (reply.format != word_bits) {
        return {};
    }
    return {
        static_cast<const std::uint32_t*>(xcb_get_property_value(&reply)),
        static_cast<std::size_t>(xcb_get_property_value_length(&reply)) / sizeof(std::uint32_t)
    };
}

} // namespace

X11IconReader::X11IconReader(wl_event_loop* loop, wlr_xwayland& server, Came came)
    : server_(server)
    , came_(std::move(came))
    , property_(x11_atom(wlr_xwayland_get_xwm_connection(&server), "_NET_WM_ICON"))
    , timer_(LoopCallback::timer(loop, [this] {
        waits_ = false;
        go_on();
    })) {}

X11IconReader::~X11IconReader() {
    auto* const connection = wlr_xwayland_get_xwm_connection(&server_);
    if (asked_ && connection != nullptr) {
        xcb_discard_reply(connection, asked_->cookie.sequence);
    }
}

void X11IconReader::changed(xcb_window_t window) {
    if (!std::ranges::contains(changed_, window)) {
        changed_.push_back(window);
    }
    if (!waits_) {
        wait(first_look); // more of the same may come with this one
    }
}

void X11IconReader::forget(xcb_window_t window) {
    std::erase(changed_, window);
}

void X11IconReader::go_on() {
    auto* const connection = wlr_xwayland_get_xwm_connection(&server_);
    if (connection == nullptr) {
        asked_.reset(); // the server has ended
        return;
    }
    if (!asked_) {
        ask(connection);
        return;
    }
    // Looked for again and again, as nothing tells that it is there: whoever else waits for an
    // answer takes this one in, too, and leaves nothing to be read.
    if (!take_answer(connection)) {
        wait(std::exchange(asked_->patience, std::min(asked_->patience * 2, longest_look)));
    }
}

void X11IconReader::ask(xcb_connection_t* connection) {
    if (changed_.empty()) {
        return;
    }
    const auto window = changed_.front();
    changed_.pop_front();
    const auto cookie = xcb_get_property(
        connection, 0, window, property_, XCB_ATOM_CARDINAL, 0, most_x11_icon_words
    );
    xcb_flush(connection);
    asked_ = Question{.window = window, .cookie = cookie, .patience = first_look};
    wait(first_look);
}

bool X11IconReader::take_answer(xcb_connection_t* connection) {
    void* answer = nullptr;
    xcb_generic_error_t* error = nullptr;
    if (xcb_poll_for_reply(connection, asked_->cookie.sequence, &answer, &error) == 0) {
        return false;
    }
    const X11Reply<xcb_get_property_reply_t> reply(static_cast<xcb_get_property_reply_t*>(answer));
    const X11Reply<xcb_generic_error_t> gone(error);
    const auto window = asked_->window;
    asked_.reset();
    const auto words = reply ? words_of(*reply) : std::span<const std::uint32_t>();
    wait(first_look + static_cast<int>(words.size() / words_per_millisecond));
    if (!gone) {
        came_(window, read_x11_icons(words));
    }
    return true;
}

void X11IconReader::wait(int milliseconds) {
    waits_ = true;
    timer_.arm(milliseconds);
}

} // namespace exwm_vr::shell
