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
    wl_event_loop* loop, Place place, Fd out, int limit, std::function<void()> changed
)
    : loop_(loop)
    , place_(std::move(place))
    , out_(std::move(out))
    , limit_(limit)
    , changed_(std::move(changed))
    , timer_(LoopCallback::timer(loop, [this] { give_up(); })) {
    fcntl(out_.get(), F_SETFL, fcntl(out_.get(), F_GETFL) | O_NONBLOCK);
    timer_.arm(limit_);
}

void X11Transfer::answered(bool has) {
    if (std::exchange(begun_, true)) {
        return; // a second answer is none
    }
    if (has) {
        read();
    } else {
        end();
        tell();
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
    auto* const connection = place_.connection();
    const auto cookie = xcb_get_property(
        connection, 0, place_.window, place_.property, XCB_ATOM_ANY, 0, closed() ? 0 : all
    );
    const X11Reply<xcb_get_property_reply_t> reply(
        xcb_get_property_reply(connection, cookie, nullptr)
    );
    if (!reply) {
        cut_ = cut_ || !closed();
        end();
        tell();
        return;
    }
    if (!closed()) {
        timer_.arm(limit_);
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
    last_ = !in_pieces_ || size + reply->bytes_after == 0;
    if (closed()) {
        value_done();
    } else {
        waits_ = true;
        write_out();
    }
}

void X11Transfer::write_out() {
    while (written_ < data_.size()) {
        const auto count = ::write(out_.get(), &data_[written_], data_.size() - written_);
        if (count >= 0) {
            written_ += static_cast<std::size_t>(count);
            timer_.arm(limit_);
        } else if (errno == EAGAIN) {
            if (!writable_.active()) {
                writable_ = LoopCallback::on_writable(loop_, out_.get(), [this] { write_out(); });
            }
            return;
        } else if (errno != EINTR) {
            writable_.reset();
            out_.reset(); // whoever asked reads no more
            timer_.reset();
            break;
        }
    }
    writable_.reset();
    waits_ = false;
    value_done();
}

void X11Transfer::value_done() {
    auto* const connection = place_.connection();
    if (connection != nullptr) {
        make_room(connection);
    }
    if (last_ || connection == nullptr) {
        end();
    }
    if (closed()) {
        tell();
    }
}

void X11Transfer::give_up() {
    if (closed()) {
        return;
    }
    cut_ = true;
    writable_.reset();
    timer_.reset();
    out_.reset();
    if (std::exchange(waits_, false)) {
        value_done(); // it was the pipe that was waited for
    } else {
        tell();
    }
}

void X11Transfer::program_gone() {
    if (!last_) {
        cut_ = cut_ || !closed();
        end();
        tell();
    }
}

void X11Transfer::end() {
    over_ = true;
    writable_.reset();
    timer_.reset();
    out_.reset();
}

void X11Transfer::make_room(xcb_connection_t* connection) const {
    xcb_delete_property(connection, place_.window, place_.property);
    xcb_flush(connection);
}

void X11Transfer::tell() {
    const auto changed = changed_; // which may destroy this
    changed();
}

} // namespace exwm_vr::shell
