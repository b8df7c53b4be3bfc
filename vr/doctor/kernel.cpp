// SPDX-License-Identifier: MIT
#include "vr/doctor/kernel.hpp"

#include "base/format.hpp"

#include <charconv>
#include <memory>
#include <utility>

namespace exwm_vr::doctor {

namespace {

using Version = std::pair<unsigned, unsigned>;
constexpr Version first_with_leases{4, 15};

/// Nothing sensible gives 0.0.
Version read_version(const std::string& release) {
    Version version;
    const char* const end = std::to_address(release.end());
    const auto major = std::from_chars(release.data(), end, version.first);
    if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.') {
        return {};
    }
    const auto minor = std::from_chars(major.ptr + 1, end, version.second);
    return minor.ec == std::errc() ? version : Version();
}

} // namespace

Finding judge_kernel(const std::string& release) {
    const auto version = read_version(release);
    Finding finding{.id = "kernel", .evidence = {formatted("Linux {}", release)}};
    if (version == Version()) {
        finding.state = State::unknown;
    } else if (version < first_with_leases) {
        finding.state = State::error;
        finding.evidence.push_back(formatted(
            "displays can be leased from {}.{} on",
            first_with_leases.first,
            first_with_leases.second
        ));
        finding.advice = "install a newer kernel";
    } else {
        finding.state = State::ok;
    }
    return finding;
}

} // namespace exwm_vr::doctor
