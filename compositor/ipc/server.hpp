// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/geometry.hpp"
#include "base/ids.hpp"
#include "config/config.hpp"
#include "config/key_chord.hpp"
#include "ipc/credentials.hpp"
#include "ipc/desktop.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct wl_event_loop;

namespace exwm_vr::ipc {

/// What the server takes from the system; tests put their own in.
struct Environment {
    std::function<std::uint64_t()> now_ms;                  ///< monotonic clock, ms
    std::function<Result<Credentials>(int fd)> credentials; ///< of a connected socket
    int patience_ms = 30'000; ///< with a peer that leaves a MiB unread, before it is dropped
    std::uint64_t key_patience_ms = 5'000; ///< with one that leaves anything unread, before the
                                           ///< keys that it has grabbed are not its any more
};

/// A monotonic clock and SO_PEERCRED.
[[nodiscard]] Environment system_environment();

/// `$XDG_RUNTIME_DIR/ewwm-ipc.sock`; without XDG_RUNTIME_DIR `/tmp/ewwm-UID/ewwm-ipc.sock`, whose
/// folder is made with mode 0700. Fails when that folder is not a folder of ours alone.
[[nodiscard]] Result<std::filesystem::path> default_socket_path();

/// Serves Emacs, exwm-vrctl and other peers over a UNIX stream socket (protocols/ipc.md).
///
/// Requests are carried out on a Desktop; what happens in the compositor is told to peers through
/// the event functions below, which may be called at any time, also from within a Desktop call
/// that a request led to. Lives on the event loop's thread and must go before the loop does.
/// A peer that misbehaves loses its own connection and disturbs nobody else.
class Server {
public:
    /// @p loop and @p desktop must outlive the server. Limits out of range are clamped.
    Server(
        wl_event_loop* loop,
        Desktop& desktop,
        const config::Ipc& limits = {},
        Environment environment = system_environment()
    );
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Binds and listens. A socket that a dead server left is replaced; when a live one holds
    /// @p path, or anything but a socket is there, the error names it. May be called once.
    Result<void> listen(const std::filesystem::path& path);
    [[nodiscard]] const std::filesystem::path& path() const; ///< empty before listen()

    /// Serves a socket that is connected already, as if it had been accepted.
    void add_client(Fd socket);
    [[nodiscard]] std::size_t client_count() const; ///< connections, those being closed included

    /// For a reloaded configuration; connected peers stay.
    void set_limits(const config::Ipc& limits);

    /// True when a peer has grabbed this key: it is told, and the key (with its release) must not
    /// reach any window. @p time_ms is the input event's.
    bool handle_key(const config::KeyPress& press, std::uint32_t time_ms);

    /// Takes all grabbed keys back from all peers.
    void release_grabs();

    // --- events ---
    /// Once a window, after its first map, when app-id and title are known.
    void surface_created(const Surface& surface);
    void surface_destroyed(WindowId id);
    void surface_title_changed(WindowId id, std::string_view title);
    /// An id that is not valid: no window has the focus.
    void surface_focused(WindowId id);
    void surface_geometry_changed(WindowId id, Box box);
    /// Anything else of it: app-id, workspace, output, floating, fullscreen, urgent.
    void surface_changed(const Surface& surface);
    /// @p output shows another workspace, or the focus went to an output that shows @p index.
    void workspace_changed(const Output& output, int index);
    void output_added(const Output& output);
    void output_changed(const Output& output);
    void output_removed(OutputId id, std::string_view name);
    void output_usable_area_changed(const Output& output);
    void input_added(const config::InputState& input);
    void input_removed(std::uint32_t id, std::string_view name);
    void config_reloaded();
    void config_failed(std::string_view message);
    /// Locked, or unlocked again.
    void session_locked(bool locked);
    /// Headsets or leases are others than they were.
    void headsets_changed();
    /// Whether somebody was told, who can answer by lease-answer.
    bool lease_requested(const Lease& lease);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace exwm_vr::ipc
