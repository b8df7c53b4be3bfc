// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/policy/level.hpp"
#include "passthrough/policy/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace exwm_vr::audit {

/// Something that a guest did or was refused, for those who look after the machine.
struct Record {
    std::uint64_t time_ns = 0; ///< since 1970 by UTC
    std::string guest;
    policy::Level level = policy::Level::untrusted;
    std::string event;  ///< "denied"
    std::string reason; ///< "operation", "vram", "rate", "interface", "lease"; empty for none
    std::string what;
    std::optional<policy::Asker> asker; ///< of a client of a display

    friend bool operator==(const Record&, const Record&) = default;
};

constexpr std::size_t longest_field = 1024; ///< bytes; what is beyond them is left out

[[nodiscard]] Record record_of(const policy::Denial& denial, std::uint64_t time_ns);

/// One line of JSON with its end of line, less than 48 KiB.
[[nodiscard]] std::string to_line(const Record& record);

/// Nothing for what to_line() did not write, such as half a line.
[[nodiscard]] std::optional<Record> from_line(std::string_view line);

/// " from /usr/bin/foot, pid 12, in a sandbox of org.flatpak"; empty where no program is known.
[[nodiscard]] std::string asker_to_string(const Record& record);

/// "2026-11-22T00:50:11.000000123Z"
[[nodiscard]] std::string time_to_string(std::uint64_t time_ns);

} // namespace exwm_vr::audit
