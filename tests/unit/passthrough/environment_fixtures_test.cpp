// SPDX-License-Identifier: MIT
// Records of machines of all kinds: what is said of each, and that each rule is seen to hold for
// one and not to hold for another.
#include "base/table.hpp"
#include "passthrough/environment/record.hpp"
#include "passthrough/environment/report.hpp"
#include "support/paths.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace exwm_vr::environment {
namespace {

const std::filesystem::path folder = test::source_path("tests/fixtures/environment");

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    REQUIRE(file.good());
    return {std::istreambuf_iterator<char>(file), {}};
}

std::map<std::string, Record> fixtures() {
    std::map<std::string, Record> all;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".json") {
            auto record = Record::parse(read(entry.path()), entry.path().filename().string());
            INFO((record ? "" : record.error().message));
            REQUIRE(record);
            all.emplace(entry.path().stem().string(), std::move(*record));
        }
    }
    return all;
}

std::string said(const Hypervisor& hypervisor) {
    std::string text(to_string(hypervisor.state));
    if (hypervisor.state == State::found) {
        text += " " + hypervisor.id + "/" + or_dash(hypervisor.accelerator);
        text += hypervisor.role == Hypervisor::Role::partition ? " partition" : "";
    }
    text += hypervisor.host_of.empty() ? "" : " host-of-" + hypervisor.host_of;
    return text + (hypervisor.nested == Truth::yes ? " nested" : "");
}

std::string said(const Layers& layers) {
    std::string text(to_string(layers.state));
    for (const auto& layer : layers.layers) {
        text += " " + layer.id;
        text += layer.certainty == Certainty::certain
                    ? ""
                    : "(" + std::string(to_string(layer.certainty)) + ")";
    }
    for (const auto& layer : layers.dismissed) {
        text += " -" + layer.id;
    }
    return text;
}

std::string said(const std::string& name, const Report& report) {
    std::string facts;
    for (const auto& fact : report.facts) {
        facts += " " + fact.id;
    }
    return name + ": " + said(report.hypervisor) + "; " + said(report.containers) + "; " +
           said(report.sandboxes) + ";" + facts;
}

/// Remembers whether anything was there to look at.
class Watched final : public Probe {
public:
    explicit Watched(const Record& record)
        : replay_(record) {}

    Answer ask(const Question& question) override {
        auto answer = replay_.ask(question);
        saw_something = saw_something || answer.known();
        return answer;
    }

    bool saw_something = false;

private:
    Replay replay_;
};

/// Then absence is as good as another answer.
bool asks_only_whether_it_is_there(const Rule& rule) {
    return std::ranges::all_of(rule.when, [](const Condition& condition) {
        return condition.match == Match::exists || condition.match == Match::absent ||
               condition.match == Match::set || condition.match == Match::manager;
    });
}

TEST_CASE("each recorded machine is judged as the list says", "[environment]") {
    std::ifstream expected(folder / "verdicts.txt");
    std::string line;
    for (const auto& [name, record] : fixtures()) {
        Replay replay(record);
        std::getline(expected, line);
        CHECK(said(name, examine(replay)) == line);
    }
    CHECK(!std::getline(expected, line));
}

TEST_CASE("each rule holds for one recorded machine and not for another", "[environment]") {
    const auto records = fixtures();
    Table table({"RULE", "HOLDS", "DOES-NOT"});
    std::set<std::string_view> names;
    for (const auto& rule : rules()) {
        std::string holds;
        std::string does_not;
        for (const auto& [name, record] : records) {
            Watched probe(record);
            const auto truth = apply(rule, probe).truth;
            if (truth == Truth::yes && holds.empty()) {
                holds = name;
            }
            if (truth == Truth::no && does_not.empty() &&
                (probe.saw_something || asks_only_whether_it_is_there(rule))) {
                does_not = name;
            }
        }
        CAPTURE(rule.name);
        CHECK(names.insert(rule.name).second);
        CHECK(!holds.empty());
        CHECK(!does_not.empty());
        table.add({std::string(rule.name), or_dash(holds), or_dash(does_not)});
    }
    // Kept with the results, for who adds a rule.
    std::ofstream(test::build_path("environment-rules.txt")) << table.to_string(false);
}

TEST_CASE("what is recorded of a replay is judged as the replay", "[environment]") {
    for (const auto& [name, record] : fixtures()) {
        Replay replay(record);
        Recorder recorder(replay);
        const auto first = said(name, examine(recorder));
        const auto again = Record::parse(recorder.record().to_json(), name);
        REQUIRE(again);
        Replay second(*again);
        CHECK(said(name, examine(second)) == first);
    }
}

} // namespace
} // namespace exwm_vr::environment
