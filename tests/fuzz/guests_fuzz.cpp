// SPDX-License-Identifier: MIT
// Feeds bytes to the reader of a guests file. Whatever they are, no guest gets more than its level
// grants, or there is an error with a place.
#include "base/log.hpp"
#include "passthrough/policy/guests_file.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

using namespace exwm_vr;

namespace {

constexpr std::string_view file_name = "fuzz.yaml";

void expect(bool holds, std::string_view what) {
    if (!holds) {
        log::panic(what);
    }
}

void check(const policy::Guests& guests) {
    const auto& levels = guests.levels;
    using enum policy::Level;
    expect(
        within(levels[untrusted], levels[low]) && within(levels[low], levels[medium]) &&
            within(levels[medium], levels[high]) && within(levels[high], levels[system]),
        "a level grants less than the one before it"
    );
    expect(
        !levels[high].operations.contains(policy::Operation::passthrough),
        "passthrough below the level system"
    );
    std::set<std::string_view> names;
    for (const auto& guest : guests.guests) {
        expect(policy::is_guest_name(guest.name), "a bad name");
        expect(names.insert(guest.name).second, "a name twice");
        expect(within(guest.allowance, levels[guest.level]), "more than the level grants");
        expect(
            guest.access != policy::Access::passthrough || guest.level == system,
            "passthrough below the level system"
        );
        for (const auto& path : guest.inputs) {
            expect(path.starts_with("/dev/input/") && !path.contains("/../"), "a bad path");
        }
    }
    for (const auto& note : guests.notes) {
        expect(note.starts_with(file_name), "a note without a place");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto guests =
        policy::parse_guests({reinterpret_cast<const char*>(data), size}, file_name);
    if (guests) {
        check(*guests);
    } else {
        expect(guests.error().message.starts_with(file_name), "an error without a place");
    }
    return 0;
}
