// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::launch {

/// Nodes that @p specification, text of the Container Device Interface in YAML or JSON, puts into
/// a container for the device @p name, "nvidia.com/gpu=GPU-1", under their names in it. Empty where
/// it has no such device, or is none.
[[nodiscard]] std::vector<std::string>
cdi_nodes(std::string_view specification, std::string_view name);

/// Those of this machine's specifications; of two with that device, the last one's, as engines
/// take it.
[[nodiscard]] std::vector<std::string> cdi_nodes_here(std::string_view name);

} // namespace exwm_vr::launch
