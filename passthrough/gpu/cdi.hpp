// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::gpu {

/// What a description for container engines (CDI) puts into containers, as far as it can be wrong
/// about this machine.
struct CdiNode {
    std::string path; ///< on the host
    std::optional<unsigned> major;
    std::optional<unsigned> minor;

    friend bool operator==(const CdiNode&, const CdiNode&) = default;
};

struct CdiSpec {
    std::string version; ///< of CDI: "0.5.0"
    std::string kind;    ///< "nvidia.com/gpu"
    std::vector<std::string> devices;
    std::vector<CdiNode> nodes;      ///< of all devices, and of the whole
    std::vector<std::string> mounts; ///< their paths on the host
    std::vector<std::string> hooks;  ///< programs on the host

    friend bool operator==(const CdiSpec&, const CdiSpec&) = default;
};

/// The command that makes NVIDIA's. Without an output it prints it, and no engine finds it.
inline constexpr std::string_view make_nvidia_cdi =
    "nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml";

inline constexpr std::size_t longest_cdi = 1024UL * 1024; ///< bytes

/// Reads YAML or JSON; @p file names it in errors.
[[nodiscard]] Result<CdiSpec> read_cdi(std::string_view text, std::string_view file);

} // namespace exwm_vr::gpu
