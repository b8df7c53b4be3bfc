// SPDX-License-Identifier: MIT
#pragma once

#include "base/fd.hpp"
#include "ipc/event_source.hpp"
#include "ipc/framing.hpp"
#include "ipc/session.hpp"
#include "ipc/sexp.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>

namespace exwm_vr::ipc {

/// Events are dropped while more than this waits to be read by a peer.
constexpr std::size_t max_pending_event_bytes = std::size_t{64} << 10;
/// No more requests are carried out while more than this waits to be read by the peer.
constexpr std::size_t max_pending_bytes = std::size_t{1} << 20;

class Peer;

/// Who is told of what a peer does.
class PeerOwner {
public:
    virtual ~PeerOwner() = default;
    virtual void on_message(Peer& peer, std::string_view payload) = 0;
    /// The connection is closed. Peer functions are on the stack: delete it later.
    virtual void on_gone(Peer& peer) = 0;
};

/// One connection: bytes in, frames out. Each frame goes to the kernel in one piece as long as
/// there is room, because EWWM v1's Emacs client stumbles over halves.
class Peer {
public:
    /// @p loop and @p owner must outlive the peer. @p socket is made non-blocking. A peer that
    /// reads nothing of max_pending_bytes for @p patience_ms is dropped. @p now_ms: a clock.
    Peer(
        wl_event_loop* loop,
        Fd socket,
        Session session,
        PeerOwner& owner,
        int patience_ms,
        std::function<std::uint64_t()> now_ms
    );
    ~Peer();
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    Session session;
    bool reads_keys = true; ///< else it hangs, and its grabs do not count

    void send_reply(std::string_view payload);
    /// Drops the event when the peer is too far behind, and tells it so later: false.
    bool send_event(std::string_view payload);

    /// Reads no more and closes when all that waits has been read, at the latest after a second.
    void finish();

    [[nodiscard]] bool gone() const { return !socket_; }

    [[nodiscard]] std::size_t pending_bytes() const { return pending_bytes_; }

    /// For how long it has read nothing of what it was told; 0 when it has read all.
    [[nodiscard]] std::uint64_t behind_ms();

    [[nodiscard]] std::string description() const; ///< for the log

private:
    static int on_fd(int fd, std::uint32_t mask, void* data) noexcept;
    static int on_deadline(void* data) noexcept;
    void read();
    void cut_frames();
    void send(std::string frame);
    bool write(std::string_view bytes, std::size_t& written);
    void flush();
    void watch();
    void set_deadline(int ms);
    void close();
    /// What of its messages the kernel has yet.
    [[nodiscard]] std::size_t unread_in_kernel() const;
    /// Whether it has read something since the last look, or all.
    void look_at_progress();

    [[nodiscard]] bool paused() const { return pending_bytes_ > max_pending_bytes; }

    Fd socket_;
    EventSource source_;
    EventSource deadline_; ///< runs while finishing or paused
    PeerOwner& owner_;
    int patience_ms_;
    std::function<std::uint64_t()> now_ms_;
    std::uint64_t behind_since_ = 0; ///< when it had read something or all, as far as is known
    std::size_t last_unread_ = 0;    ///< in the kernel, bytes, at the last look or write
    FrameReader reader_;
    std::deque<std::string> queue_;
    std::size_t front_written_ = 0; ///< bytes of the first frame that are out
    std::size_t pending_bytes_ = 0;
    std::uint64_t dropped_ = 0; ///< since the peer was last told
    bool finishing_ = false;
    bool deaf_ = false; ///< sends to it fail
};

/// `(:type :event :event :NAME …)`.
[[nodiscard]] std::string event_message(EventType type, Plist fields);

} // namespace exwm_vr::ipc
