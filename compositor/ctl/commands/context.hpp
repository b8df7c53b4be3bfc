// SPDX-License-Identifier: MIT
#pragma once

#include "base/table.hpp"
#include "ctl/failure.hpp"
#include "ctl/ipc_client.hpp"
#include "ctl/wayland/connection.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace exwm_vr::ctl {

/// Options that every command takes.
struct GlobalOptions {
    bool json = false;
    std::string socket;  ///< of IPC; empty: IpcClient::default_path()
    std::string display; ///< of Wayland; empty: the environment's
};

/// What a command works with: the connections, made when first asked for, and where to print.
class Context {
public:
    /// @p colour: ANSI escapes are welcome on @p out. Both references must outlive this.
    Context(const GlobalOptions& options, std::ostream& out, bool colour);

    [[nodiscard]] bool json() const { return options_.json; }

    [[nodiscard]] Outcome<Connection*> wayland();
    /// Without events.
    [[nodiscard]] Outcome<IpcClient*> ipc();
    /// Null when no socket was named and none is at the default place: the compositor is another
    /// one, or talks Wayland only.
    [[nodiscard]] Outcome<IpcClient*> ipc_if_any();
    /// A connection of its own that is sent events.
    [[nodiscard]] Outcome<std::unique_ptr<IpcClient>> open_events(Deadline deadline);

    /// Sends an IPC request and returns the reply.
    [[nodiscard]] Outcome<ipc::Value> request(std::string_view type, ipc::Plist fields = {});
    /// The same where only a failure is worth knowing.
    [[nodiscard]] Outcome<void> tell(std::string_view type, ipc::Plist fields = {});

    /// The window that @p text names, "focused" included, for an IPC message.
    [[nodiscard]] Outcome<std::int64_t> window_id(std::string_view text);

    /// The same window in ext-foreign-toplevel-list. Where there is no IPC, @p text is that.
    [[nodiscard]] Outcome<std::string> toplevel_identifier(std::string_view text);
    /// And back: what `list` prints for it.
    [[nodiscard]] Outcome<std::string> listed_id(const std::string& identifier);

    /// A JSON object of a few fields.
    using Field = std::pair<std::string_view, std::variant<std::string, std::int64_t, double>>;
    void print_object(std::initializer_list<Field> fields);

    void print(const Table& table);
    /// On several lines.
    void print(const nlohmann::json& json);
    /// One line, at once: somebody may be waiting for it.
    void print_line(std::string_view line);

    [[nodiscard]] std::ostream& out() { return out_; }

private:
    [[nodiscard]] bool socket_named() const;
    [[nodiscard]] std::filesystem::path socket_path() const;

    const GlobalOptions& options_;
    std::ostream& out_;
    bool colour_;
    std::unique_ptr<Connection> wayland_;
    std::unique_ptr<IpcClient> ipc_;
};

} // namespace exwm_vr::ctl
