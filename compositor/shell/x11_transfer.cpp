// SPDX-License-Identifier: MIT
#include "shell/x11_transfer.hpp"

#include "shell/x11_requests.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace exwm_vr::shell {

X11Transfer::X11Transfer(
    wl_event_loop* loop, const Place& place, Fd out, std::function<void()> ended
)
    : loop_(loop)
    , place_(place)
    , out_(std::move(out))
    , ended_(std::move(ended)) {
    fcntl(out_.get(), F_SETFL, fcntl(out_.get(), F_GETFL) | O_NONBLOCK);
}

void X11Transfer::answered(bool has) {
    begun_ = true;
    if (has) {
        read();
    } else {
        std::exchange(ended_, {})();
    }
}

void X11Transfer::value_came() {
    // The first one was read when the program answered.
    if (in_pieces_ && !waits_) {
        read();
    }
}

void X11Transfer::read() {
    constexpr std::uint32_t all = 0x1FFFFFFF; // in words of 4 bytes; more than the server keeps
    auto* const connection = wlr_xwayland_get_xwm_connection(&place_.server);
    const auto cookie =
        xcb_get_property(connection, 0, place_.window, place_.property, XCB_ATOM_ANY, 0, all);
    const X11Reply<xcb_get_property_reply_t> reply(
        xcb_get_property_reply(connection, cookie, nullptr)
    );
    if (!reply) {
        std::exchange(ended_, {})();
        return;
    }
    if (reply->type == place_.incremental && !in_pieces_) {
        in_pieces_ = true;
        make_room(connection);
        return;
    }
    const auto size = static_cast<std::size_t>(xcb_get_property_value_length(reply.get()));
    data_.resize(size);
    if (size > 0) {
        std::memcpy(data_.data(), xcb_get_property_value(reply.get()), size);
    }
    written_ = 0;
    last_ = !in_pieces_ || size == 0;
    waits_ = true;
    write_out();
}

void X11Transfer::write_out() {
    while (written_ < data_.size()) {
        const auto count = ::write(out_.get(), &data_[written_], data_.size() - written_);
        if (count >= 0) {
            written_ += static_cast<std::size_t>(count);
        } else if (errno == EAGAIN) {
            if (!writable_.active()) {
                writable_ = LoopCallback::on_writable(loop_, out_.get(), [this] { write_out(); });
            }
            return;
        } else if (errno != EINTR) {
            last_ = true; // whoever asked reads no more
            break;
        }
    }
    writable_.reset();
    waits_ = false;
    auto* const connection = wlr_xwayland_get_xwm_connection(&place_.server);
    if (connection != nullptr) {
        make_room(connection);
    }
    if (last_ || connection == nullptr) {
        std::exchange(ended_, {})();
    }
}

void X11Transfer::make_room(xcb_connection_t* connection) const {
    xcb_delete_property(connection, place_.window, place_.property);
    xcb_flush(connection);
}

} // namespace exwm_vr::shell
