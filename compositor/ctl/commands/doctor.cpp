// SPDX-License-Identifier: MIT
// doctor vr: what stands between this machine and virtual reality. Needs no compositor.
#include "vr/doctor/doctor.hpp"

#include "base/table.hpp"
#include "ctl/commands/command_line.hpp"
#include "ctl/doctor/connectors.hpp"
#include "ctl/doctor/vulkan.hpp"
#include "ctl/replies.hpp"

#include <nlohmann/json.hpp>

#include <sys/utsname.h>

#include <algorithm>
#include <cstdlib>

namespace exwm_vr::ctl {

namespace {

using nlohmann::json;

/// "monado-service, process 7"
std::string describe(const LeaseInfo& lease) {
    const auto name = lease.executable.substr(lease.executable.rfind('/') + 1);
    return formatted("{}, process {}", name.empty() ? "a program" : name, lease.pid);
}

Result<std::vector<doctor::KnownHeadset>> ask_compositor(Context& context) {
    const auto client = context.ipc_if_any();
    if (!client) {
        return fail("{}", client.error().message);
    }
    if (*client == nullptr) {
        return fail("no exwm-vr runs here");
    }
    const auto replies = context.request("headset-list");
    const auto leases = context.request("lease-list");
    if (!replies || !leases) {
        return fail("{}", (replies ? leases : replies).error().message);
    }
    const auto headsets = read_headsets(*replies);
    const auto holders = read_leases(*leases);
    if (!headsets || !holders) {
        return fail("{}", headsets ? holders.error().message : headsets.error().message);
    }
    std::vector<doctor::KnownHeadset> known;
    for (const auto& headset : *headsets) {
        const auto lease = std::ranges::find(*holders, headset.lease, &LeaseInfo::id);
        known.push_back({
            .connector = headset.connector,
            .card = headset.card,
            .name = headset.name,
            .lessee = headset.lease == 0        ? ""
                      : lease != holders->end() ? describe(*lease)
                                                : "a program",
            .offered = headset.offered,
            .desktop = headset.desktop,
        });
    }
    return known;
}

std::string kernel_release() {
    utsname names{};
    return uname(&names) == 0 ? std::data(names.release) : "";
}

doctor::Probe make_probe(Context& context) {
    return {
        .files = doctor::Files(),
        .variable = [](const std::string& name) -> std::optional<std::string> {
            const char* const value = std::getenv(name.c_str());
            return value != nullptr && *value != '\0' ? std::optional<std::string>(value)
                                                      : std::nullopt;
        },
        .kernel = kernel_release(),
        .vulkan = vulkan_prober(),
        .compositor = [&context] { return ask_compositor(context); },
        .non_desktop = non_desktop,
    };
}

void print_report(Context& context, const std::vector<doctor::Finding>& findings) {
    Table table({"STATE", "CHECK", "WHAT WAS SEEN"});
    for (const auto& finding : findings) {
        // Each line of evidence has its own, as there may be many and long ones.
        for (const auto& line : finding.evidence) {
            const bool first = &line == &finding.evidence.front();
            table.add({
                first ? std::string(to_string(finding.state)) : "",
                first ? finding.id : "",
                line,
            });
        }
    }
    context.print(table);
    for (const auto& finding : findings) {
        if (!finding.advice.empty()) {
            context.print_line(formatted("{}: {}", finding.id, printable(finding.advice)));
        }
    }
}

json json_of(const std::vector<doctor::Finding>& findings, doctor::State worst) {
    json checks = json::array();
    for (const auto& finding : findings) {
        checks.push_back({
            {"check", finding.id},
            {"state", to_string(finding.state)},
            {"evidence", finding.evidence},
            {"advice", finding.advice.empty() ? json() : json(finding.advice)},
        });
    }
    return {{"state", to_string(worst)}, {"checks", checks}};
}

Outcome<void> examine_vr(Context& context) {
    const auto findings = doctor::examine(make_probe(context));
    auto worst = doctor::State::ok;
    for (const auto& finding : findings) {
        worst = worse(worst, finding.state);
    }
    context.json() ? context.print(json_of(findings, worst)) : print_report(context, findings);
    if (worst == doctor::State::error) {
        return fail(
            "{} of {} checks found errors",
            std::ranges::count(findings, doctor::State::error, &doctor::Finding::state),
            findings.size()
        );
    }
    return {};
}

} // namespace

void add_doctor_commands(CommandLine& line) {
    CLI::App& group = line.add_group("doctor", "Find out what does not work, and why: vr");
    line.add_to(
        group, "vr", "Check all that virtual reality needs, from kernel to OpenXR", examine_vr
    );
}

} // namespace exwm_vr::ctl
