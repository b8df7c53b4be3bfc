// SPDX-License-Identifier: MIT
#include "passthrough/tool/findings.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace exwm_vr::gpu_tool {

namespace {

using nlohmann::json;

json json_of(std::span<const gpu::Finding> findings) {
    json checks = json::array();
    for (const auto& finding : findings) {
        checks.push_back({
            {"check", finding.id},
            {"state", to_string(finding.severity)},
            {"evidence", finding.evidence},
            {"remedy", finding.remedy.empty() ? json() : json(finding.remedy)},
        });
    }
    return {{"state", to_string(gpu::worst(findings))}, {"checks", checks}};
}

void print_table(Context& context, std::span<const gpu::Finding> findings) {
    Table table({"STATE", "CHECK", "WHAT WAS SEEN"});
    for (const auto& finding : findings) {
        // Each line of evidence has its own, as there may be many and long ones.
        for (const auto& line : finding.evidence) {
            const bool first = &line == &finding.evidence.front();
            table.add({
                first ? std::string(to_string(finding.severity)) : "",
                first ? finding.id : "",
                line,
            });
        }
    }
    context.print(table);
    for (const auto& finding : findings) {
        if (!finding.remedy.empty()) {
            context.print_line(finding.id + ": " + finding.remedy);
        }
    }
}

} // namespace

Result<void> print_findings(Context& context, std::span<const gpu::Finding> findings) {
    if (context.json()) {
        context.print(json_of(findings));
    } else {
        print_table(context, findings);
    }
    if (gpu::worst(findings) == gpu::Severity::error) {
        return fail(
            "{} of {} checks found errors",
            std::ranges::count(findings, gpu::Severity::error, &gpu::Finding::severity),
            findings.size()
        );
    }
    return {};
}

} // namespace exwm_vr::gpu_tool
