// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/gpu/survey.hpp"
#include "passthrough/launch/host.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::launch {

/// What to look for beside what is always looked for.
struct Look {
    std::vector<std::string> inputs;  ///< nodes that guests name
    std::vector<std::string> serials; ///< likewise
    std::vector<std::string> gpus;    ///< what guests name as GPUs, to look for parts of them
    bool machines = false;            ///< QEMU and its parts, which takes starting it
};

/// What plans have to know of one of @p tree's GPUs, for guests that @p user starts. What stands in
/// the way of giving it away is found, too.
[[nodiscard]] HostGpu host_gpu(const gpu::Tree& tree, const gpu::Gpu& gpu, std::uint32_t user);

/// Those of @p names that are parts of GPUs, and are there.
[[nodiscard]] std::vector<GpuPart>
parts_of(const gpu::Tree& tree, const std::vector<std::string>& names);

/// This machine. What cannot be read is taken as not there.
[[nodiscard]] Host read_host(const Look& look);

/// Groups by name in the text of /etc/group; lines that are none are left out.
[[nodiscard]] std::map<std::string, std::uint32_t> groups_in(std::string_view text);

/// The groups of a guest's root file system. Its links lead nowhere outside of it.
[[nodiscard]] Result<std::map<std::string, std::uint32_t>> groups_of_root(const std::string& root);

/// Runs of ids that @p text, of /etc/subuid, grants to a user by name or number.
[[nodiscard]] std::vector<IdRange>
ranges_in(std::string_view text, std::string_view user, std::uint32_t uid);

/// Runs of ids that it grants to others.
[[nodiscard]] std::vector<IdRange>
ranges_of_others(std::string_view text, std::string_view user, std::uint32_t uid);

/// The ids of users or groups in the text of /etc/passwd or /etc/group, each a run of one.
[[nodiscard]] std::vector<IdRange> ids_in(std::string_view text);

/// Names of the properties that "-device X,help" prints.
[[nodiscard]] std::set<std::string> properties_in(std::string_view text);

} // namespace exwm_vr::launch
