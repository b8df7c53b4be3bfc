// SPDX-License-Identifier: MIT
// gpu list, gpu decisions, gpu release, gpu acquire: how the compositor uses GPUs, and giving one
// away.
#include "base/table.hpp"
#include "ctl/commands/command_line.hpp"
#include "ctl/replies.hpp"

#include <nlohmann/json.hpp>

#include <memory>

namespace exwm_vr::ctl {

namespace {

using nlohmann::json;

json text_or_null(const std::string& text) {
    return text.empty() ? json() : json(text);
}

Outcome<void> list(Context& context) {
    const auto reply = context.request("gpu-list");
    if (!reply) {
        return std::unexpected(reply.error());
    }
    const auto gpus = read_gpus(*reply);
    if (!gpus) {
        return std::unexpected(gpus.error());
    }
    json array = json::array();
    Table table({"GPU", "DRIVER", "CARD", "RENDER", "OUTPUTS", "DRAWS", "NAME"});
    for (const GpuInfo& gpu : *gpus) {
        array.push_back({
            {"gpu", gpu.id},
            {"name", text_or_null(gpu.name)},
            {"driver", gpu.driver},
            {"card", text_or_null(gpu.card)},
            {"render", text_or_null(gpu.render)},
            {"use", gpu.use},
            {"draws", gpu.draws},
        });
        table.add(
            {gpu.id,
             gpu.driver,
             or_dash(gpu.card),
             or_dash(gpu.render),
             gpu.use,
             gpu.draws ? "yes" : "-",
             or_dash(gpu.name)}
        );
    }
    context.json() ? context.print(array) : context.print(table);
    return {};
}

Outcome<void> list_decisions(Context& context) {
    const auto reply = context.request("decisions");
    if (!reply) {
        return std::unexpected(reply.error());
    }
    const auto decisions = read_decisions(*reply);
    if (!decisions) {
        return std::unexpected(decisions.error());
    }
    json array = json::array();
    Table table({"ABOUT", "DECIDED", "AS PLANNED", "REASON"});
    for (const DecisionInfo& decision : *decisions) {
        array.push_back({
            {"subject", decision.subject},
            {"choice", decision.choice},
            {"reason", decision.reason},
            {"warns", decision.warns},
        });
        table.add(
            {decision.subject, decision.choice, decision.warns ? "no" : "yes", decision.reason}
        );
    }
    context.json() ? context.print(array) : context.print(table);
    return {};
}

void add_command(
    CommandLine& line,
    CLI::App& group,
    const std::string& name,
    const std::string& help,
    const std::string& type
) {
    const auto gpu = std::make_shared<std::string>();
    CLI::App& command = line.add_to(group, name, help, [gpu, type](Context& context) {
        ipc::Plist fields;
        fields.set("gpu", *gpu);
        return context.tell(type, std::move(fields));
    });
    command.add_option("GPU", *gpu, "Its bus, card, render node or driver, as gpu list has them")
        ->required();
}

} // namespace

void add_gpu_group(CommandLine& line) {
    CLI::App& group =
        line.add_group("gpu", "GPUs that the compositor uses: list, decisions, release, acquire");
    line.add_to(group, "list", "List GPUs, and how the compositor uses each", list);
    line.add_to(
        group, "decisions", "What the compositor decided from this machine, and why", list_decisions
    );
    add_command(
        line, group, "release", "Give a GPU away: move windows off it and close it", "gpu-release"
    );
    add_command(line, group, "acquire", "Take a GPU back that was given away", "gpu-acquire");
}

} // namespace exwm_vr::ctl
