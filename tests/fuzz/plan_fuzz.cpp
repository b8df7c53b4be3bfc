// SPDX-License-Identifier: MIT
// What comes from guests: plans that somebody wrote, /etc/group of a root, ids, help of programs.
#include "passthrough/launch/plan_json.hpp"
#include "passthrough/launch/read_host.hpp"
#include "passthrough/launch/words.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace exwm_vr::launch;
    const std::string_view text(reinterpret_cast<const char*>(data), size); // NOLINT: bytes
    if (const auto planned = read_planned(text)) {
        for (const auto& node : planned->nodes) {
            if (!node.path.starts_with("/dev/")) {
                std::abort();
            }
        }
    }
    (void)groups_in(text);
    (void)properties_in(text);
    (void)version_in(text);
    for (const auto& ranges :
         {ranges_in(text, "anna", 1000), ranges_of_others(text, "anna", 1000), ids_in(text)}) {
        for (const auto& range : ranges) {
            if (range.count == 0) {
                std::abort();
            }
        }
    }
    // Nothing ends a comment or a word early.
    for (const auto* prefix : {"# ", "  "}) {
        const auto lines = comment(text, prefix);
        for (std::size_t at = 0; at < lines.size(); at = lines.find('\n', at) + 1) {
            if (!std::string_view(lines).substr(at).starts_with(prefix)) {
                std::abort();
            }
        }
    }
    return 0;
}
