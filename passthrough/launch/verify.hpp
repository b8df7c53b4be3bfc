// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/launch/plan_json.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace exwm_vr::launch {

/// What there is inside of a guest.
struct Inside {
    struct Found {
        std::string path;
        std::uint32_t major = 0;
        std::uint32_t minor = 0;
        bool usable = false; ///< may be read and written
    };

    /// What a process may become.
    struct Rights {
        std::uint64_t capabilities = 0; ///< all that it has or can get
        bool no_new = false;            ///< no program gives it more
    };

    bool in_machine = false;                ///< a virtual machine, as far as can be told
    bool in_container = false;              ///< likewise
    std::vector<Found> nodes;               ///< of GPUs, input, serial devices; and /dev/mem
    std::vector<std::string> sockets;       ///< of those that were asked for
    std::vector<std::string> gpu_drivers;   ///< of GPUs that are seen
    std::vector<std::uint32_t> pci_classes; ///< of PCI functions that are seen
    /// Of the network, that are up, without "lo"; nothing: not to be seen.
    std::optional<std::vector<std::string>> interfaces;
    std::string engine;    ///< "podman": what runs the container; empty: not known
    bool has_init = false; ///< its first process is an init
    bool root_read_only = false;
    std::optional<Rights> rights;              ///< of its program; nothing: not to be seen
    std::map<std::string, std::string> limits; ///< "memory.max": those of its cgroup that are seen
    std::function<std::string(const std::string&)> variable; ///< empty without
};

/// One comparison of what is there with what was planned.
struct Verdict {
    bool good = true;
    std::string subject; ///< "/dev/dri/renderD128"
    std::string finding;
    std::string remedy; ///< empty when good
};

/// Everything that was planned and everything that was not, so that more than was planned is a
/// fault as less is.
[[nodiscard]] std::vector<Verdict> verify(const Planned& planned, const Inside& inside);

/// The part of look_inside() that is about nodes, in the folder @p dev: those of GPUs, input and
/// serial devices that there are.
void look_at_nodes(const std::string& dev, Inside& inside);

/// Looks around here. @p planned says which sockets to look for.
[[nodiscard]] Inside look_inside(const Planned& planned);

} // namespace exwm_vr::launch
