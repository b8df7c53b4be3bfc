// SPDX-License-Identifier: MIT
// clients: who is connected to the compositor, and what each may do.
#include "base/table.hpp"
#include "ctl/commands/command_line.hpp"
#include "ctl/replies.hpp"

#include <nlohmann/json.hpp>

namespace exwm_vr::ctl {

namespace {

using nlohmann::json;

json json_of(const ClientInfo& client) {
    return {
        {"pid", client.pid},
        {"user", client.user},
        {"executable", client.executable.empty() ? json() : json(client.executable)},
        {"by_own_word", client.by_own_word},
        {"sandboxed", client.sandboxed},
        {"engine", client.engine},
        {"app_id", client.app_id},
        {"instance_id", client.instance_id},
        {"windows", client.windows},
        {"privileged", client.privileged},
    };
}

std::string sandbox_of(const ClientInfo& client) {
    if (!client.sandboxed) {
        return "-";
    }
    std::string text;
    for (const auto& part : {client.engine, client.app_id, client.instance_id}) {
        text += (text.empty() ? "" : " ") + (part.empty() ? std::string("?") : part);
    }
    return text;
}

Outcome<void> list_clients(Context& context) {
    const auto reply = context.request("client-list");
    if (!reply) {
        return std::unexpected(reply.error());
    }
    const auto clients = read_clients(*reply);
    if (!clients) {
        return std::unexpected(clients.error());
    }
    json array = json::array();
    Table table({"PID", "EXECUTABLE", "WINDOWS", "TRUST", "SANDBOX", "PRIVILEGED"});
    for (const ClientInfo& client : *clients) {
        array.push_back(json_of(client));
        table.add(
            {std::to_string(client.pid),
             or_dash(client.executable),
             std::to_string(client.windows),
             client.sandboxed ? "sandboxed" : "user",
             sandbox_of(client),
             client.sandboxed ? or_dash(joined(client.privileged)) : "all"}
        );
    }
    context.json() ? context.print(array) : context.print(table);
    return {};
}

} // namespace

void add_client_commands(CommandLine& line) {
    line.add("clients", "List Wayland clients, their sandboxes and what they may do", list_clients);
}

} // namespace exwm_vr::ctl
