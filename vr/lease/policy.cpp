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
    const bool of_sandbox =
        !rule.engine.empty() || !rule.app_id.empty() || !rule.instance_id.empty();
    const bool of_user = !rule.user.empty() ? fits(rule.user, requester.user) : requester.same_user;
    return requester.sandboxed == of_sandbox && of_user &&
           fits(rule.executable, requester.executable) && fits(rule.engine, requester.engine) &&
           fits(rule.app_id, requester.app_id) && fits(rule.instance_id, requester.instance_id);
}

std::string_view name_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return std::string_view(path).substr(slash == std::string::npos ? 0 : slash + 1);
}

/// Which of them it is; empty: none.
std::string_view runtime_of(const Requester& requester) {
    constexpr std::size_t kept = 15; // bytes of its name that the kernel keeps of a process
    const auto name = name_of(requester.executable);
    const auto* const found = std::ranges::find_if(runtimes, [&](std::string_view runtime) {
        return name == runtime || (requester.by_own_word && name == runtime.substr(0, kept));
    });
    return found != runtimes.end() ? *found : std::string_view();
}

/// What a rule is recognised by.
std::string title_of(const Rule& rule) {
    std::string title;
    for (const auto* part :
         {&rule.executable, &rule.user, &rule.engine, &rule.app_id, &rule.instance_id}) {
        if (!part->empty()) {
            title += (title.empty() ? "" : " ") + *part;
        }
    }
    return title.empty() ? "any program" : title;
}

} // namespace

Answer decide(const Requester& requester, Asked asked, std::span<const Rule> rules) {
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
    const auto runtime = requester.x11 ? std::string_view() : runtime_of(requester);
    if (!runtime.empty() && asked == Asked::headset) {
        return {Decision::allow, formatted("{} drives headsets", runtime)};
    }
    if (!runtime.empty()) {
        return {Decision::ask, formatted("{} drives headsets, and this is no headset", runtime)};
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
