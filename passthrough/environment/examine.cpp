// SPDX-License-Identifier: MIT
#include "base/format.hpp"
#include "base/text.hpp"
#include "passthrough/environment/questions.hpp"
#include "passthrough/environment/report.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace exwm_vr::environment {
namespace {

std::vector<Fact> gather_facts(std::span<const Finding> findings) {
    std::vector<Fact> facts;
    for (const auto& finding : findings) {
        if (finding.truth != Truth::yes || finding.rule->axis != Axis::fact) {
            continue;
        }
        auto fact = std::ranges::find(facts, finding.id, &Fact::id);
        if (fact == facts.end()) {
            fact = facts.insert(fact, Fact{.id = finding.id, .signs = {}});
        }
        fact->signs.push_back({.rule = finding.rule, .evidence = finding.evidence});
    }
    return facts;
}

std::string because(const Layer& layer) {
    std::string text;
    for (const auto& sign : layer.signs) {
        for (const auto& evidence : sign.evidence) {
            text += (text.empty() ? "" : ", ") + evidence.question;
        }
    }
    return text;
}

std::vector<std::string> notes_on(const Report& report) {
    std::vector<std::string> notes;
    const auto& containers = report.containers;
    notes.reserve(containers.dismissed.size());
    for (const auto& layer : containers.dismissed) {
        notes.push_back(formatted(
            "{} is a sign of {}, but namespaces are the machine's own: it was left behind",
            because(layer),
            layer.id
        ));
    }
    for (const auto& layer : report.sandboxes.dismissed) {
        notes.push_back(
            formatted("{} is a sign of {} and not enough alone", because(layer), layer.id)
        );
    }
    if (containers.state == State::unknown && set_apart(report.namespaces) == Truth::unknown) {
        notes.emplace_back("whether this is a container is not known: namespaces cannot be read");
    }
    if (report.hypervisor.state == State::found && containers.state == State::found) {
        notes.emplace_back("the virtual machine is that of the containers' host");
    }
    for (const auto& id : report.sandboxes.not_ruled_out) {
        notes.push_back(formatted("{} is not ruled out: what would tell cannot be read", id));
    }
    return notes;
}

/// What many rules ask is asked once, and is the same for all of them.
class Memory final : public Probe {
public:
    explicit Memory(Probe& asked)
        : asked_(asked) {}

    [[nodiscard]] Answer ask(const Question& question) override {
        const auto known = answers_.find(question);
        return known != answers_.end()
                   ? known->second
                   : answers_.emplace(question, asked_.ask(question)).first->second;
    }

private:
    Probe& asked_;
    std::map<Question, Answer> answers_;
};

} // namespace

Report examine(Probe& machine) {
    Memory probe(machine);
    std::vector<Finding> findings;
    findings.reserve(rules().size());
    Report report;
    for (const auto& rule : rules()) {
        findings.push_back(apply(rule, probe));
        if (findings.back().truth == Truth::unknown) {
            report.unseen.push_back({.rule = &rule, .evidence = findings.back().evidence});
        }
    }
    if (const auto answer = probe.ask(architecture()); answer.known()) {
        report.architecture = trimmed(answer.text);
    }
    report.namespaces = read_namespaces(probe);
    report.privileges = read_privileges(report.namespaces, probe);
    report.hypervisor = judge_hypervisor(findings, probe);
    report.sandboxes = judge_sandboxes(findings);
    report.containers = judge_containers(findings, report.namespaces, report.sandboxes, probe);
    report.facts = gather_facts(findings);
    report.notes = notes_on(report);
    return report;
}

std::string_view to_string(State state) {
    switch (state) {
    case State::none:
        return "none";
    case State::found:
        return "found";
    case State::unknown:
        return "unknown";
    }
    return "?";
}

std::string_view to_string(Certainty certainty) {
    switch (certainty) {
    case Certainty::unconfirmed:
        return "unconfirmed";
    case Certainty::likely:
        return "likely";
    case Certainty::certain:
        return "certain";
    }
    return "?";
}

std::string_view to_string(Hypervisor::Role role) {
    switch (role) {
    case Hypervisor::Role::guest:
        return "guest";
    case Hypervisor::Role::host:
        return "host";
    case Hypervisor::Role::partition:
        return "partition";
    }
    return "?";
}

std::string_view to_string(Truth truth) {
    switch (truth) {
    case Truth::no:
        return "no";
    case Truth::yes:
        return "yes";
    case Truth::unknown:
        return "unknown";
    }
    return "?";
}

} // namespace exwm_vr::environment
