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

constexpr int pause = 1; ///< between two questions, ms
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

X11IconReader::X11IconReader(wl_event_loop* loop, wlr_xwayland& server, X11Wake& wake, Came came)
    : server_(server)
    , wake_(wake)
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
        wait(pause); // more of the same may come with this one
    }
}

void X11IconReader::forget(xcb_window_t window) {
    std::erase(changed_, window);
}

void X11IconReader::go_on() {
    auto* const connection = wlr_xwayland_get_xwm_connection(&server_);
    if (connection == nullptr || asked_ || changed_.empty()) {
        return; // the server has ended, or the answer is still to come
    }
    const auto window = changed_.front();
    changed_.pop_front();
    const auto cookie = xcb_get_property(
        connection, 0, window, property_, XCB_ATOM_CARDINAL, 0, most_x11_icon_words
    );
    asked_ = Question{.window = window, .cookie = cookie};
    wake_.call();
}

void X11IconReader::woken() {
    auto* const connection = wlr_xwayland_get_xwm_connection(&server_);
    void* answer = nullptr;
    xcb_generic_error_t* error = nullptr;
    // Others call, too, and before it is there.
    if (connection == nullptr || !asked_ ||
        xcb_poll_for_reply(connection, asked_->cookie.sequence, &answer, &error) == 0) {
        return;
    }
    const X11Reply<xcb_get_property_reply_t> reply(static_cast<xcb_get_property_reply_t*>(answer));
    const X11Reply<xcb_generic_error_t> gone(error);
    const auto window = asked_->window;
    asked_.reset();
    const auto words = reply ? words_of(*reply) : std::span<const std::uint32_t>();
    wait(pause + static_cast<int>(words.size() / words_per_millisecond));
    if (!gone) {
        came_(window, read_x11_icons(words));
    }
}

void X11IconReader::wait(int milliseconds) {
    waits_ = true;
    timer_.arm(milliseconds);
}

} // namespace exwm_vr::shell
