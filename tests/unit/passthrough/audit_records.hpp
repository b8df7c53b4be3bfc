// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/audit/reader.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <filesystem>
#include <vector>

namespace exwm_vr::test {

/// What the log of denials has of a guest at that time, in ns.
inline audit::Record numbered(std::uint64_t number) {
    return {
        .time_ns = number,
        .guest = "browser",
        .level = policy::Level::low,
        .event = "denied",
        .reason = "operation",
        .what = "compute",
    };
}

inline std::vector<audit::Record> records(audit::Reader& reader) {
    std::vector<audit::Record> all;
    REQUIRE(reader.read([&](const audit::Record& record) { all.push_back(record); }));
    return all;
}

inline std::vector<audit::Record> records(const std::filesystem::path& file) {
    audit::Reader reader(file);
    return records(reader);
}

} // namespace exwm_vr::test
