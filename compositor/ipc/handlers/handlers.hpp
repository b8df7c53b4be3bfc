// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "ipc/desktop.hpp"
#include "ipc/fields.hpp"
#include "ipc/session.hpp"
#include "ipc/sexp.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

/// One file a group of messages; each gives its table to the dispatcher.
namespace exwm_vr::ipc {

/// The state of the server at the time of a request.
struct Moment {
    std::uint64_t now_ms = 0; ///< monotonic
    std::size_t clients = 0;
    std::size_t pending_bytes = 0; ///< not yet read by the peer that asks
};

/// What a handler works on.
struct Call {
    Desktop& desktop;
    Session& session;
    const Fields& request;
    const Moment& moment;
    /// Set by a handler whose work must wait until its reply is on the way.
    void (*after_reply)(Desktop&) = nullptr;
};

/// A message type and what carries it out. The plist becomes the fields of an `:ok` reply, the
/// error the `:reason` of an `:error` one.
struct Handler {
    std::string_view type;
    Result<Plist> (*run)(Call& call);
};

namespace handlers {

[[nodiscard]] std::span<const Handler> core();
[[nodiscard]] std::span<const Handler> windows();
[[nodiscard]] std::span<const Handler> icons();
[[nodiscard]] std::span<const Handler> placement();
[[nodiscard]] std::span<const Handler> workspaces();
[[nodiscard]] std::span<const Handler> layout();
[[nodiscard]] std::span<const Handler> keys();
[[nodiscard]] std::span<const Handler> headless();
[[nodiscard]] std::span<const Handler> outputs();
[[nodiscard]] std::span<const Handler> inputs();
[[nodiscard]] std::span<const Handler> clients();
[[nodiscard]] std::span<const Handler> leases();
[[nodiscard]] std::span<const Handler> vr_display();
[[nodiscard]] std::span<const Handler> gpus();
[[nodiscard]] std::span<const Handler> system();

} // namespace handlers

/// Of all groups, in the order in which protocols/ipc.md has them.
[[nodiscard]] std::span<const Handler> all_handlers();

/// The window that `:surface-id` names; `missing :surface-id` or `unknown surface: N`.
[[nodiscard]] Result<Surface> find_surface(const Call& call);

/// The output that `:output` (name or id), `:name` or `:output-id` names, if any does; `unknown
/// output: X` when there is none of that name.
[[nodiscard]] Result<std::optional<Output>> find_output_if(const Call& call);
[[nodiscard]] Result<Output> find_output(const Call& call); ///< or `missing :output`

} // namespace exwm_vr::ipc
