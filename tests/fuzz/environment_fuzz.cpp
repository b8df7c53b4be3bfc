// SPDX-License-Identifier: MIT
// Feeds bytes to the reader of records, and what it reads to the rules. A record comes from
// whoever reports a fault.
#include "base/log.hpp"
#include "passthrough/environment/record.hpp"
#include "passthrough/environment/report.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace exwm_vr;

namespace {

constexpr std::string_view file_name = "fuzz.json";

void expect(bool holds, std::string_view what) {
    if (!holds) {
        log::panic(what);
    }
}

void check(const environment::Layers& layers) {
    using environment::Certainty;
    using environment::State;
    const bool sure = std::ranges::any_of(layers.layers, [](const auto& layer) {
        return layer.certainty != Certainty::unconfirmed;
    });
    expect(sure == (layers.state == State::found), "found without a sign, or a sign without found");
    for (const auto& layer : layers.layers) {
        expect(!layer.id.empty() && !layer.signs.empty(), "something without a sign");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto record =
        environment::Record::parse({reinterpret_cast<const char*>(data), size}, file_name);
    if (!record) {
        expect(record.error().message.starts_with(file_name), "an error without a place");
        return 0;
    }
    environment::Replay replay(*record);
    environment::Recorder recorder(replay);
    const auto report = environment::examine(recorder);
    check(report.containers);
    check(report.sandboxes);
    const bool found = report.hypervisor.state == environment::State::found;
    expect(found != report.hypervisor.id.empty(), "a hypervisor without a name");

    const auto text = recorder.record().to_json();
    const auto again = environment::Record::parse(text, file_name);
    expect(again.has_value(), "what was recorded cannot be read");
    expect(again->to_json() == text, "what was recorded is read as something else");
    return 0;
}
