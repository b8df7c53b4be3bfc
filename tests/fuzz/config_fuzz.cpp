// SPDX-License-Identifier: MIT
// Feeds bytes to the reader of the configuration file. Whatever they are, there is a configuration
// that can be dumped and read back, or an error with a place.
#include "base/log.hpp"
#include "config/load.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace exwm_vr;

namespace {

constexpr std::string_view file_name = "fuzz.yaml";

void expect(bool holds, std::string_view what) {
    if (!holds) {
        log::panic(what);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto config = config::parse({reinterpret_cast<const char*>(data), size}, file_name);
    if (!config) {
        expect(config.error().message.starts_with(file_name), "an error without a place");
        return 0;
    }
    const auto again = config::parse(config::dump(*config), file_name);
    expect(again.has_value(), "what was dumped cannot be read");
    expect(*again == *config, "what was dumped is read as something else");
    return 0;
}
