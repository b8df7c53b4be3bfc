// SPDX-License-Identifier: MIT
#include "passthrough/environment/questions.hpp"
#include "passthrough/environment/report.hpp"

#include <algorithm>

namespace exwm_vr::environment {
namespace {

/// Whether something that says what this machine is made of could be read.
bool hardware_is_known(Probe& probe) {
    for (const auto& question :
         {file("/sys/class/dmi/id/sys_vendor"),
          file("/proc/device-tree/compatible"),
          field("/proc/sysinfo", "LPAR Name:")}) {
        if (probe.ask(question).known()) {
            return true;
        }
    }
    return false;
}

/// With no rule that holds: whether it is sure that there is none.
State state_without_signs(Probe& probe) {
    const auto bit = probe.ask(cpuid("0x1"));
    if (bit.unknown()) {
        return State::unknown;
    }
    // Guests of Xen see the real processor, and some makers hide theirs.
    for (const auto& question :
         {there("/proc/xen"),
          file("/sys/hypervisor/type"),
          file("/sys/class/dmi/id/product_name"),
          file("/sys/class/dmi/id/sys_vendor")}) {
        if (probe.ask(question).unknown()) {
            return State::unknown;
        }
    }
    return bit.known() || hardware_is_known(probe) ? State::none : State::unknown;
}

Truth nested(const Hypervisor& hypervisor, std::span<const Finding> findings) {
    if (!hypervisor.host_of.empty()) {
        return Truth::yes; // a host that is a guest
    }
    for (const auto& finding : findings) {
        const auto& rule = *finding.rule;
        if (rule.axis != Axis::nested) {
            continue;
        }
        const bool of_this = rule.id == hypervisor.id || rule.id == hypervisor.accelerator;
        if (finding.truth == Truth::yes || of_this) {
            return finding.truth;
        }
    }
    return Truth::unknown;
}

} // namespace

Hypervisor judge_hypervisor(std::span<const Finding> findings, Probe& probe) {
    Hypervisor hypervisor;
    for (const auto& finding : findings) {
        if (finding.truth == Truth::yes && finding.rule->axis == Axis::host) {
            hypervisor.host_of = finding.id;
            hypervisor.signs.push_back({.rule = finding.rule, .evidence = finding.evidence});
        }
    }
    const bool is_host = !hypervisor.host_of.empty();
    std::vector<Sign> of_guest;
    for (const auto& finding : findings) {
        const auto& rule = *finding.rule;
        if (finding.truth != Truth::yes || rule.axis != Axis::hypervisor) {
            continue;
        }
        // What a host sees of its own hypervisor makes it no guest.
        if (is_host && (rule.id == hypervisor.host_of || rule.name == "cpuid-bit")) {
            continue;
        }
        if (hypervisor.id.empty()) {
            hypervisor.id = rule.id;
        }
        if (hypervisor.accelerator.empty()) {
            hypervisor.accelerator = rule.accelerator;
        }
        of_guest.push_back({.rule = &rule, .evidence = finding.evidence});
    }
    if (!of_guest.empty()) {
        hypervisor.state = State::found;
        if (hypervisor.id == "lpar" || hypervisor.id == "powervm") {
            hypervisor.role = Hypervisor::Role::partition;
        }
        hypervisor.nested = nested(hypervisor, findings);
    } else if (is_host) {
        hypervisor.state = State::none;
        hypervisor.role = Hypervisor::Role::host;
        hypervisor.nested = Truth::no;
    } else {
        hypervisor.state = state_without_signs(probe);
        hypervisor.nested = hypervisor.state == State::none ? Truth::no : Truth::unknown;
    }
    std::ranges::move(of_guest, std::back_inserter(hypervisor.signs));
    return hypervisor;
}

} // namespace exwm_vr::environment
