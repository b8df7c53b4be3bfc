// SPDX-License-Identifier: MIT
#pragma once

#include "ipc/dispatch.hpp"
#include "ipc/displays.hpp"
#include "ipc/event_source.hpp"
#include "ipc/peer.hpp"
#include "ipc/server.hpp"
#include "ipc/socket.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace exwm_vr::ipc {

/// What server.cpp (connections) and server_events.cpp (events) work on.
class Server::Impl final : public PeerOwner {
public:
    Impl(wl_event_loop* loop, Desktop& desktop, const config::Ipc& limits, Environment environment);
    ~Impl() override;

    Result<void> listen(const std::filesystem::path& path);
    void add_client(Fd socket);
    void set_limits(const config::Ipc& limits);
    [[nodiscard]] std::size_t client_count() const;
    [[nodiscard]] const std::filesystem::path& path() const;
    bool handle_key(const config::KeyPress& press, std::uint32_t time_ms);
    void release_grabs();

    /// Nothing for a reader that is not to hear of it.
    using FieldsFor = std::function<std::optional<Plist>(const Session& reader)>;
    /// To all that want to hear of it.
    void broadcast(EventType type, const FieldsFor& fields);
    /// To all that want to hear of it and manage the window.
    void broadcast_surface(EventType type, WindowId id, const FieldsFor& fields);

    Desktop& desktop;
    /// Whose windows are whose, also after a window is gone from the desktop.
    std::unordered_map<WindowId, pid_t> window_pids;
    Displays told_displays; ///< as the vr-display events told of them last

private:
    static int on_connection(int fd, std::uint32_t mask, void* data) noexcept;
    static int on_accept_again(void* data) noexcept;
    static void on_idle(void* data) noexcept;
    void accept_all();
    void on_message(Peer& peer, std::string_view payload) override;
    void on_gone(Peer& peer) override;
    [[nodiscard]] bool reads_keys(Peer& peer) const;

    template <typename Tell>
    void each_peer(Tell tell);

    wl_event_loop* loop_;
    Environment environment_;
    Dispatcher dispatcher_;
    config::Ipc limits_;
    std::optional<ListeningSocket> listening_;
    EventSource listening_source_;
    EventSource accept_again_; ///< after running out of descriptors
    EventSource reap_;         ///< while peers wait to be deleted
    std::vector<std::unique_ptr<Peer>> peers_;
    int connections_ = 0; ///< ever made
};

} // namespace exwm_vr::ipc
