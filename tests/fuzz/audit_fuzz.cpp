// SPDX-License-Identifier: MIT
// Feeds bytes to the reader of a line of the audit log, and to its writer as what a guest is called
// and did.
#include "base/log.hpp"
#include "passthrough/audit/record.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace exwm_vr;

namespace {

void expect(bool holds, std::string_view what) {
    if (!holds) {
        log::panic(what);
    }
}

void check_line(const audit::Record& record) {
    constexpr std::size_t longest_line = 49152;
    const auto line = audit::to_line(record);
    expect(std::ranges::count(line, '\n') == 1 && line.ends_with('\n'), "not one line");
    expect(line.size() < longest_line, "a long line");
    const auto again = audit::from_line(line);
    expect(again.has_value(), "what was written cannot be read");
    // Bytes that are no text were replaced, which is done once.
    expect(audit::from_line(audit::to_line(*again)).has_value(), "what was read cannot be written");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto record = audit::from_line(text)) {
        check_line(*record);
    }
    const auto middle = size / 2;
    check_line(
        {.time_ns = size,
         .guest = std::string{text.substr(0, middle)},
         .event = "denied",
         .what = std::string{text.substr(middle)},
         .asker =
             policy::Asker{.engine = std::string{text}, .pid = -1, .executable = std::string{text}}}
    );
    return 0;
}
