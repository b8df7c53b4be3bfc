// SPDX-License-Identifier: MIT
// headsets, lease list, lease revoke, lease allow, lease deny.
#include "base/table.hpp"
#include "ctl/commands/command_line.hpp"
#include "ctl/commands/output_table.hpp"
#include "ctl/replies.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <memory>

namespace exwm_vr::ctl {

namespace {

using nlohmann::json;

Outcome<void> list_headsets(Context& context) {
    const auto reply = context.request("headset-list");
    if (!reply) {
        return std::unexpected(reply.error());
    }
    const auto headsets = read_headsets(*reply);
    if (!headsets) {
        return std::unexpected(headsets.error());
    }
    json array = json::array();
    Table table({"CONNECTOR", "CARD", "NAME", "MODE", "PANEL", "LEASE", "WHY"});
    for (const HeadsetInfo& headset : *headsets) {
        array.push_back({
            {"connector", headset.connector},
            {"connector_id", headset.connector_id},
            {"card", headset.card},
            {"name", headset.name},
            {"mode", json_of_mode(headset.mode, headset.refresh_mhz)},
            {"panel", json_of_mode(headset.panel, headset.panel_refresh_mhz)},
            {"lease", headset.lease == 0 ? json() : json(headset.lease)},
            {"offered", headset.offered},
            {"desktop", headset.desktop},
            {"evidence", headset.evidence},
        });
        table.add(
            {headset.connector,
             headset.card,
             or_dash(headset.name),
             mode_text(headset.mode, headset.refresh_mhz),
             mode_text(headset.panel, headset.panel_refresh_mhz),
             headset.lease == 0 ? "-" : std::to_string(headset.lease),
             joined(headset.evidence, "; ")}
        );
    }
    context.json() ? context.print(array) : context.print(table);
    return {};
}

Outcome<void> list_leases(Context& context) {
    const auto reply = context.request("lease-list");
    if (!reply) {
        return std::unexpected(reply.error());
    }
    const auto leases = read_leases(*reply);
    if (!leases) {
        return std::unexpected(leases.error());
    }
    json array = json::array();
    Table table({"ID", "STATE", "CONNECTORS", "PID", "EXECUTABLE", "SANDBOX"});
    for (const LeaseInfo& lease : *leases) {
        array.push_back({
            {"id", lease.id},
            {"granted", lease.granted},
            {"connectors", lease.connectors},
            {"pid", lease.pid},
            {"executable", lease.executable.empty() ? json() : json(lease.executable)},
            {"by_own_word", lease.by_own_word},
            {"sandboxed", lease.sandboxed},
            {"app_id", lease.app_id},
        });
        table.add(
            {std::to_string(lease.id),
             lease.granted ? "granted" : "asked for",
             joined(lease.connectors, " "),
             std::to_string(lease.pid),
             or_dash(lease.executable),
             lease.sandboxed ? or_dash(lease.app_id) : "-"}
        );
    }
    context.json() ? context.print(array) : context.print(table);
    return {};
}

/// A command on one lease, given by its number.
void add_lease_command(
    CommandLine& line,
    CLI::App& group,
    const std::string& name,
    const std::string& help,
    std::function<Outcome<void>(Context&, std::int64_t)> run
) {
    const auto id = std::make_shared<std::int64_t>();
    CLI::App& command =
        line.add_to(group, name, help, [id, run = std::move(run)](Context& context) {
            return run(context, *id);
        });
    command.add_option("ID", *id, "The lease, as list has it")
        ->required()
        ->check(CLI::PositiveNumber);
}

/// A command on one display, given by its connector.
void add_display_command(
    CommandLine& line,
    CLI::App& group,
    const std::string& name,
    const std::string& help,
    const std::string& type
) {
    const auto connector = std::make_shared<std::string>();
    CLI::App& command = line.add_to(group, name, help, [connector, type](Context& context) {
        ipc::Plist fields;
        fields.set("connector", *connector);
        return context.tell(type, std::move(fields));
    });
    command.add_option("CONNECTOR", *connector, "The display, such as DP-3")->required();
}

Outcome<void> answer(Context& context, std::int64_t id, bool allow) {
    ipc::Plist fields;
    fields.set("lease-id", id).set("allow", allow);
    return context.tell("lease-answer", std::move(fields));
}

} // namespace

void add_lease_commands(CommandLine& line) {
    line.add(
        "headsets", "List headsets, why they are taken for such, and who has them", list_headsets
    );
    CLI::App& group =
        line.add_group("lease", "Leases of headsets: list, revoke, allow, deny, offer, withdraw");
    line.add_to(group, "list", "List leases, and requests that wait for an answer", list_leases);
    add_lease_command(
        line, group, "revoke", "Take a headset back", [](Context& context, std::int64_t id) {
            ipc::Plist fields;
            fields.set("lease-id", id);
            return context.tell("lease-revoke", std::move(fields));
        }
    );
    add_lease_command(
        line, group, "allow", "Let a program have what it asks for", [](auto& context, auto id) {
            return answer(context, id, true);
        }
    );
    add_lease_command(
        line,
        group,
        "deny",
        "Do not let a program have what it asks for",
        [](auto& context, auto id) { return answer(context, id, false); }
    );
    add_display_command(
        line, group, "offer", "Offer a display for leases, also one of the desktop", "lease-offer"
    );
    add_display_command(
        line, group, "withdraw", "Offer a display for leases no more", "lease-withdraw"
    );
}

} // namespace exwm_vr::ctl
