// SPDX-License-Identifier: MIT
#include "vr/lease/policy.hpp"

#include "base/format.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace exwm_vr::lease {
namespace {

/// Programs whose task it is to drive headsets.
constexpr std::array runtimes = std::to_array<std::string_view>({
    "monado-service",
    "monado-cli",
    "vrcompositor",
    "vrcompositor-launcher",
});

bool fits(const std::string& pattern, const std::string& text) {
    return pattern.empty() || fnmatch(pattern.c_str(), text.c_str(), 0) == 0;
}

bool fits(const Rule& rule, const Requester& requester) {
    const bool of_sandbox = !rule.engine.empty() || !rule.app_id.empty();
    if (requester.sandboxed != of_sandbox) {
        return false;
    }
    return fits(rule.executable, requester.executable) && fits(rule.engine, requester.engine) &&
           fits(rule.app_id, requester.app_id);
}

std::string_view name_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return std::string_view(path).substr(slash == std::string::npos ? 0 : slash + 1);
}

/// What a rule is recognised by.
std::string title_of(const Rule& rule) {
    std::string title;
    for (const auto* part : {&rule.executable, &rule.engine, &rule.app_id}) {
        if (!part->empty()) {
            title += (title.empty() ? "" : " ") + *part;
        }
    }
    return title.empty() ? "any program" : title;
}

} // namespace

Answer decide(const Requester& requester, std::span<const Rule> rules) {
    const auto rule =
        std::ranges::find_if(rules, [&](const Rule& one) { return fits(one, requester); });
    if (rule != rules.end()) {
        return {rule->decision, "the rule for " + title_of(*rule)};
    }
    if (requester.sandboxed) {
        return {Decision::deny, "it is sandboxed and no rule allows it"};
    }
    if (!requester.same_user) {
        return {Decision::deny, "it is another user's and no rule allows it"};
    }
    const auto name = name_of(requester.executable);
    if (std::ranges::contains(runtimes, name)) {
        return {Decision::allow, formatted("{} drives headsets", name)};
    }
    return {Decision::ask, "no rule is for it"};
}

std::string_view to_string(Decision decision) {
    switch (decision) {
    case Decision::deny:
        return "deny";
    case Decision::ask:
        return "ask";
    case Decision::allow:
        return "allow";
    }
    return "deny";
}

} // namespace exwm_vr::lease
