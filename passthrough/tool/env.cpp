// SPDX-License-Identifier: MIT
// env: virtual machines, containers and sandboxes around this process, and what it may do.
#include "base/format.hpp"
#include "passthrough/environment/machine_probe.hpp"
#include "passthrough/environment/read_file.hpp"
#include "passthrough/environment/record.hpp"
#include "passthrough/environment/report.hpp"
#include "passthrough/environment/summary.hpp"
#include "passthrough/tool/command_line.hpp"
#include "passthrough/tool/env_json.hpp"
#include "passthrough/tool/write_file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <memory>

namespace exwm_vr::gpu_tool {

namespace {

namespace env = environment;

struct Options {
    std::string record;
    std::string replay;
    bool explain = false;
};

std::string named(const std::vector<env::Namespace>& namespaces, env::Truth initial) {
    std::vector<std::string> names;
    for (const auto& one : namespaces) {
        if (one.initial == initial) {
            names.push_back(one.name);
        }
    }
    return or_dash(joined(names));
}

/// "all", "none", "all but CAP_SYS_ADMIN" or a list, as is shortest.
std::string named(std::optional<std::uint64_t> set, std::optional<unsigned> last) {
    if (!set) {
        return "unknown";
    }
    if (*set == 0) {
        return "none";
    }
    const auto all = last && *last < 63 ? (std::uint64_t{1} << (*last + 1)) - 1 : *set;
    if (*set == all) {
        return last ? "all" : joined(capability_names(*set));
    }
    const auto missing = all & ~*set;
    return std::popcount(missing) < std::popcount(*set)
               ? "all but " + joined(capability_names(missing))
               : joined(capability_names(*set));
}

std::string seccomp(const env::Privileges& privileges) {
    if (!privileges.seccomp) {
        return "unknown";
    }
    switch (*privileges.seccomp) {
    case 0:
        return "off";
    case 1:
        return "strict";
    default:
        return privileges.seccomp_filters ? formatted("{} filters", *privileges.seccomp_filters)
                                          : "filtered";
    }
}

std::string yes_or_no(const std::optional<bool>& value) {
    return !value ? "unknown" : *value ? "yes" : "no";
}

void print_signs(Table& table, const std::string& what, const std::vector<env::Sign>& signs) {
    for (const auto& sign : signs) {
        for (const auto& evidence : sign.evidence) {
            table.add(
                {what,
                 std::string(sign.rule->name),
                 evidence.question,
                 or_dash(evidence.answer),
                 std::string(sign.rule->means)}
            );
        }
    }
}

void print_evidence(Context& context, const env::Report& report) {
    Table table({"ABOUT", "RULE", "ASKED", "ANSWER", "MEANS"});
    print_signs(table, "hypervisor", report.hypervisor.signs);
    for (const auto* layers : {&report.containers, &report.sandboxes}) {
        for (const auto& layer : layers->layers) {
            print_signs(table, layer.id, layer.signs);
        }
        for (const auto& layer : layers->dismissed) {
            print_signs(table, layer.id + "?", layer.signs);
        }
    }
    for (const auto& fact : report.facts) {
        print_signs(table, fact.id, fact.signs);
    }
    for (const auto& one : report.unseen) {
        for (const auto& evidence : one.evidence) {
            table.add(
                {"unseen", std::string(one.rule->name), evidence.question, evidence.answer, "-"}
            );
        }
    }
    context.print_line("");
    context.print(table);
}

void print_report(Context& context, const env::Report& report, bool explain) {
    const auto& privileges = report.privileges;
    Table table({"WHAT", "STATE", "DETAILS"});
    const auto state = [](env::State value) { return std::string(to_string(value)); };
    table.add(
        {"hypervisor", state(report.hypervisor.state), or_dash(summary_of(report.hypervisor))}
    );
    table.add(
        {"containers", state(report.containers.state), or_dash(summary_of(report.containers))}
    );
    table.add({"sandboxes", state(report.sandboxes.state), or_dash(summary_of(report.sandboxes))});
    std::vector<std::string> facts;
    for (const auto& fact : report.facts) {
        facts.push_back(fact.id);
    }
    table.add({"facts", facts.empty() ? "none" : "found", or_dash(joined(facts))});
    const auto shown = [&](const char* what, env::Truth initial, const char* how) {
        const auto names = named(report.namespaces, initial);
        if (names != "-") {
            table.add({what, how, names});
        }
    };
    shown("namespaces", env::Truth::no, "own");
    shown("namespaces", env::Truth::yes, "machine's");
    shown("namespaces", env::Truth::unknown, "unknown");
    const bool is_root = privileges.machine_root == env::Truth::yes;
    table.add(
        {"user",
         privileges.uid ? std::to_string(*privileges.uid) : "unknown",
         is_root ? "root of the machine" : "-"}
    );
    table.add({"capabilities", "", named(privileges.effective, privileges.last_capability)});
    table.add({"no-new-privs", yes_or_no(privileges.no_new_privileges), ""});
    table.add({"seccomp", seccomp(privileges), ""});
    context.print(table);
    for (const auto& note : report.notes) {
        context.print_line("Note: " + note + ".");
    }
    if (explain) {
        print_evidence(context, report);
    }
}

Result<env::Record> read_record(const std::string& path) {
    const auto file = env::read_file(path, env::longest_record);
    if (!file.known()) {
        return fail("{}: {}", path, env::shown(file));
    }
    if (file.truncated) {
        return fail("{}: longer than {} bytes", path, env::longest_record);
    }
    return env::Record::parse(file.text, path);
}

Result<env::Report> examine(const Options& options) {
    if (!options.replay.empty()) {
        const auto record = read_record(options.replay);
        if (!record) {
            return std::unexpected(record.error());
        }
        env::Replay replay(*record);
        return env::examine(replay);
    }
    env::MachineProbe machine;
    env::Recorder recorder(machine);
    auto report = env::examine(recorder);
    if (!options.record.empty()) {
        if (const auto written = write_file(options.record, recorder.record().to_json(), 0600);
            !written) {
            return std::unexpected(written.error());
        }
    }
    return report;
}

Result<void> run(Context& context, const Options& options) {
    const auto report = examine(options);
    if (!report) {
        return std::unexpected(report.error());
    }
    if (context.json()) {
        context.print(json_of(*report));
    } else {
        print_report(context, *report, options.explain);
    }
    return {};
}

} // namespace

void add_env_command(CommandLine& line) {
    const auto options = std::make_shared<Options>();
    CLI::App& command = line.add(
        "env",
        "Say which virtual machine, containers and sandboxes this is in, and why",
        [options](Context& context) { return run(context, *options); }
    );
    auto* const record =
        command
            .add_option(
                "--record", options->record, "Also write to FILE what was asked and answered"
            )
            ->type_name("FILE");
    command.add_option("--replay", options->replay, "Judge the record in FILE, not this machine")
        ->type_name("FILE")
        ->excludes(record);
    command.add_flag("--explain", options->explain, "Print the evidence as well");
}

} // namespace exwm_vr::gpu_tool
