// SPDX-License-Identifier: MIT
#pragma once

#include "ipc/desktop.hpp"
#include "ipc/handlers/handlers.hpp"
#include "ipc/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace exwm_vr::ipc {

/// What a message leads to.
struct Outcome {
    std::string reply;  ///< one payload, readable by Emacs, at most max_message_bytes
    bool close = false; ///< the peer does not speak the protocol: close after the reply
    void (*after_reply)(Desktop&) = nullptr; ///< to be called once the reply is on its way
};

/// From payload to reply: finds a message's handler, keeps the order of the handshake and the
/// limits. Knows nothing of sockets.
class Dispatcher {
public:
    /// @p desktop must outlive the dispatcher.
    explicit Dispatcher(Desktop& desktop);

    [[nodiscard]] Outcome handle(Session& session, std::string_view payload, const Moment& moment);

private:
    Desktop& desktop_;
    std::unordered_map<std::string_view, Result<Plist> (*)(Call&)> handlers_;
};

/// `(:type :response :id ID :status :error :reason TEXT)`, the text cut at 1 KiB.
[[nodiscard]] std::string error_reply(std::int64_t id, std::string_view reason);

} // namespace exwm_vr::ipc
