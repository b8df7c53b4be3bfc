// SPDX-License-Identifier: MIT
#pragma once

#include "tests/unit/config/temporary_folder.hpp"
#include "vr/doctor/finding.hpp"
#include "vr/doctor/probe.hpp"

#include <algorithm>
#include <map>

namespace exwm_vr::doctor::test {

/// A machine for the checks to look at: files below a temporary folder, and an environment.
class Machine {
public:
    /// Writes a file; @p path is absolute there.
    void write(const std::string& path, std::string_view text, mode_t mode = 0644) const {
        const auto file = folder_.write(path.substr(1), text);
        std::filesystem::permissions(file, std::filesystem::perms(mode));
    }

    /// A link that leads to @p target as it is written.
    void link(const std::string& path, const std::string& target) const {
        const auto file = folder_.path() / path.substr(1);
        std::filesystem::create_directories(file.parent_path());
        std::filesystem::create_symlink(target, file);
    }

    [[nodiscard]] Probe probe() const {
        return {
            .files = Files(folder_.path()),
            .variable = [this](const std::string& name) -> std::optional<std::string> {
                const auto found = variables.find(name);
                return found != variables.end() ? std::optional(found->second) : std::nullopt;
            },
            .kernel = "6.12.3",
            .vulkan = [] { return Vulkan(); },
            .compositor = [] { return std::vector<KnownHeadset>(); },
            .non_desktop = {},
        };
    }

    std::map<std::string, std::string> variables{{"HOME", "/home/u"}};

private:
    exwm_vr::test::TemporaryFolder folder_;
};

/// Whether a finding says so somewhere.
inline bool says(const Finding& finding, std::string_view text) {
    return finding.advice.contains(text) ||
           std::ranges::any_of(finding.evidence, [&](const std::string& line) {
               return line.contains(text);
           });
}

} // namespace exwm_vr::doctor::test
