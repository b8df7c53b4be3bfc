// SPDX-License-Identifier: MIT
#include "ipc/peer.hpp"

#include "base/format.hpp"
#include "base/log.hpp"
#include "ipc/dispatch.hpp"

#include <fcntl.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

namespace exwm_vr::ipc {
namespace {

constexpr std::size_t read_bytes = std::size_t{64} << 10; // a turn of the loop
constexpr int linger_ms = 1000;

} // namespace

std::string event_message(EventType type, Plist fields) {
    Plist plist;
    plist.set("type", Keyword{"event"}).set("event", Keyword{std::string(name_of(type))});
    return print(plist.append(std::move(fields)).take());
}

Peer::Peer(
    wl_event_loop* loop,
    Fd socket,
    Session who,
    PeerOwner& owner,
    int patience_ms,
    std::function<std::uint64_t()> now_ms
)
    : session(std::move(who))
    , socket_(std::move(socket))
    , source_(wl_event_loop_add_fd(loop, socket_.get(), WL_EVENT_READABLE, on_fd, this))
    , deadline_(wl_event_loop_add_timer(loop, on_deadline, this))
    , owner_(owner)
    , patience_ms_(patience_ms)
    , now_ms_(std::move(now_ms)) {
    const int flags = fcntl(socket_.get(), F_GETFL);
    fcntl(socket_.get(), F_SETFL, static_cast<unsigned>(flags) | O_NONBLOCK);
    if (!source_ || !deadline_) {
        log::error("{}: the event loop takes no more sources", description());
        socket_.reset();
    }
}

Peer::~Peer() = default;

std::string Peer::description() const {
    return formatted(
        "IPC client {} ({}, pid {})",
        session.id,
        session.client.empty() ? "unnamed" : session.client,
        session.peer.pid
    );
}

int Peer::on_fd(int /*fd*/, std::uint32_t mask, void* data) noexcept {
    auto& peer = *static_cast<Peer*>(data);
    if ((mask & WL_EVENT_WRITABLE) != 0) {
        peer.flush();
    }
    // After a hang-up there may still be requests to read; their end is seen by read().
    constexpr std::uint32_t input = WL_EVENT_READABLE | WL_EVENT_HANGUP | WL_EVENT_ERROR;
    if (!peer.gone() && (mask & input) != 0) {
        peer.read();
    }
    return 0;
}

int Peer::on_deadline(void* data) noexcept {
    auto& peer = *static_cast<Peer*>(data);
    if (!peer.finishing_) {
        log::warn("{}: leaves {} bytes unread, dropped", peer.description(), peer.pending_bytes_);
    }
    peer.close();
    return 0;
}

void Peer::read() {
    std::array<char, read_bytes> buffer; // NOLINT(cppcoreguidelines-pro-type-member-init): 64 KiB
    const ssize_t size = recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (size < 0 || finishing_) {
        // While finishing, input is not watched: only a hang-up leads here.
        close();
        return;
    }
    if (size > 0) {
        reader_.append({buffer.data(), static_cast<std::size_t>(size)});
        cut_frames();
        return;
    }
    if (reader_.pending() > 0) {
        log::warn("{}: the connection ended inside a message", description());
        send_reply(error_reply(0, "malformed s-expression: the message is cut short"));
    }
    finish();
}

void Peer::cut_frames() {
    while (!gone() && !finishing_ && !paused()) {
        const auto payload = reader_.next();
        if (!payload) {
            log::warn("{}: {}", description(), payload.error().message);
            send_reply(error_reply(0, payload.error().message));
            finish();
            return;
        }
        if (!*payload) {
            return;
        }
        owner_.on_message(*this, **payload);
    }
}

void Peer::send_reply(std::string_view payload) {
    send(framed(payload));
}

bool Peer::send_event(std::string_view payload) {
    if (gone() || finishing_ || deaf_) {
        return false;
    }
    if (pending_bytes_ + payload.size() > max_pending_event_bytes) {
        if (dropped_ == 0) {
            log::warn("{}: reads too slowly, events are dropped", description());
        }
        ++dropped_;
        ++session.events_dropped;
        return false;
    }
    send(framed(payload));
    return true;
}

std::size_t Peer::unread_in_kernel() const {
    int unread = 0;
    return ioctl(socket_.get(), SIOCOUTQ, &unread) == 0 ? static_cast<std::size_t>(unread) : 0;
}

void Peer::look_at_progress() {
    const auto unread = unread_in_kernel();
    // What waits here says nothing: it grows by what is said, and goes only where there is room.
    if (unread < last_unread_ || (unread == 0 && queue_.empty())) {
        behind_since_ = now_ms_();
    }
    last_unread_ = unread;
}

std::uint64_t Peer::behind_ms() {
    if (gone()) {
        return 0;
    }
    look_at_progress();
    return now_ms_() - behind_since_;
}

void Peer::send(std::string frame) {
    if (gone() || deaf_) {
        return;
    }
    look_at_progress();
    std::size_t written = 0;
    if (queue_.empty() && !write(frame, written)) {
        return;
    }
    if (written == frame.size()) {
        return;
    }
    if (queue_.empty()) {
        front_written_ = written;
    }
    pending_bytes_ += frame.size() - written;
    queue_.push_back(std::move(frame));
    if (paused() && !finishing_) {
        set_deadline(patience_ms_);
    }
    watch();
}

/// False when the peer takes no more: it may have said all it wanted and hung up, so what it
/// sent before is still read and carried out.
bool Peer::write(std::string_view bytes, std::size_t& written) {
    const ssize_t size =
        ::send(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (size < 0 && errno != EAGAIN && errno != EINTR && errno != ENOBUFS) {
        deaf_ = true;
        queue_.clear();
        front_written_ = 0;
        pending_bytes_ = 0;
        return false;
    }
    written = size < 0 ? 0 : static_cast<std::size_t>(size);
    last_unread_ = unread_in_kernel();
    return true;
}

void Peer::flush() {
    const bool was_paused = paused();
    look_at_progress(); // before what is written hides it
    while (!queue_.empty()) {
        const std::string_view rest = std::string_view(queue_.front()).substr(front_written_);
        std::size_t written = 0;
        if (!write(rest, written)) {
            break;
        }
        pending_bytes_ -= written;
        front_written_ += written;
        if (written < rest.size()) {
            break;
        }
        queue_.pop_front();
        front_written_ = 0;
    }
    if (finishing_ && queue_.empty()) {
        close();
        return;
    }
    if (dropped_ > 0 && pending_bytes_ <= max_pending_event_bytes / 2) {
        const auto dropped = std::exchange(dropped_, 0);
        log::info("{}: {} events were dropped", description(), dropped);
        if (session.wants(EventType::events_dropped)) {
            send_event(event_message(EventType::events_dropped, Plist().set("count", dropped)));
        }
    }
    if (was_paused && !finishing_) {
        set_deadline(paused() ? patience_ms_ : 0);
        cut_frames(); // those that came in before the pause
    }
    watch();
}

void Peer::set_deadline(int ms) {
    wl_event_source_timer_update(deadline_.get(), ms);
}

void Peer::watch() {
    if (gone()) {
        return;
    }
    std::uint32_t mask = finishing_ || paused() ? 0 : WL_EVENT_READABLE;
    if (!queue_.empty()) {
        mask |= WL_EVENT_WRITABLE;
    }
    wl_event_source_fd_update(source_.get(), mask);
}

void Peer::finish() {
    if (gone() || finishing_) {
        return;
    }
    finishing_ = true;
    if (queue_.empty()) {
        close();
        return;
    }
    set_deadline(linger_ms);
    watch();
}

void Peer::close() {
    if (gone()) {
        return;
    }
    // Unread input would turn the peer's next read, after our last words, into ECONNRESET.
    std::array<char, 4096> unread; // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (std::size_t i = 0; i < max_message_bytes / unread.size(); ++i) {
        if (recv(socket_.get(), unread.data(), unread.size(), MSG_DONTWAIT) <= 0) {
            break;
        }
    }
    source_.reset();
    deadline_.reset();
    socket_.reset();
    queue_.clear();
    pending_bytes_ = 0;
    session.grabs.clear();
    log::debug("{}: gone", description());
    owner_.on_gone(*this);
}

} // namespace exwm_vr::ipc
