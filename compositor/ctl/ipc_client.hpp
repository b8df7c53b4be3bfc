// SPDX-License-Identifier: MIT
#pragma once

#include "base/fd.hpp"
#include "ctl/deadline.hpp"
#include "ctl/failure.hpp"
#include "ipc/framing.hpp"
#include "ipc/sexp.hpp"

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace exwm_vr::ctl {

/// A connection to exwm-vr's IPC socket (protocols/ipc.md, version 2).
class IpcClient {
public:
    /// Whether to be sent events from the first moment on.
    enum class Events : std::uint8_t { none, all };

    /// `$EXWM_VR_IPC`, else `$XDG_RUNTIME_DIR/ewwm-ipc.sock`, else `/tmp/ewwm-UID/ewwm-ipc.sock`.
    [[nodiscard]] static std::filesystem::path default_path();

    /// Connects and says hello. The failure names @p path.
    [[nodiscard]] static Outcome<std::unique_ptr<IpcClient>>
    open(const std::filesystem::path& path, Events events, Deadline deadline);

    IpcClient(const IpcClient&) = delete;
    IpcClient& operator=(const IpcClient&) = delete;
    ~IpcClient() = default;

    /// The reply to hello.
    [[nodiscard]] const ipc::Value& greeting() const { return greeting_; }

    /// Sends `(:type :TYPE … :id N)` and waits for its reply. A reply that says :error is a
    /// failure with its reason. Events that come meanwhile are kept for next_event().
    Outcome<ipc::Value> request(
        std::string_view type, ipc::Plist fields, Deadline deadline = Deadline::after(patience)
    );

    /// Sends @p message as it is, an :id added where it has none, and waits for the reply, be it
    /// an error.
    Outcome<ipc::Value>
    exchange(const ipc::Value& message, Deadline deadline = Deadline::after(patience));

    /// The next event, kept or to come.
    Outcome<ipc::Value> next_event(Deadline deadline);

private:
    explicit IpcClient(Fd socket);

    Outcome<void> send(const ipc::Value& message, Deadline deadline);
    Outcome<ipc::Value> receive(Deadline deadline);
    Outcome<void> wait_for(short events, Deadline deadline) const;
    Outcome<ipc::Value> reply_to(std::int64_t id, Deadline deadline);

    Fd socket_;
    ipc::FrameReader reader_;
    std::deque<ipc::Value> events_;
    ipc::Value greeting_;
    std::int64_t last_id_ = 0;
};

/// The value of @p key in a property list; null when missing or nil.
[[nodiscard]] const ipc::Value* plist_get(const ipc::Value& plist, std::string_view key);

} // namespace exwm_vr::ctl
