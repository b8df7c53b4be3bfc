// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/gpu/details.hpp"
#include "passthrough/gpu/tree.hpp"

#include <optional>
#include <string>

namespace exwm_vr::gpu {

/// Reads files about one device and notes in its details what could not be read.
class Look {
public:
    Look(const Tree& tree, Details& details)
        : tree_(tree)
        , details_(details) {}

    [[nodiscard]] const Tree& tree() const { return tree_; }

    [[nodiscard]] Details& details() { return details_; }

    /// Empty when it is not there, is empty, or cannot be read.
    [[nodiscard]] std::string text(const std::string& path);
    /// The same with where it is from.
    [[nodiscard]] Known<std::string> known_text(const std::string& path);
    [[nodiscard]] std::optional<std::uint64_t> number(const std::string& path);
    void unread(const std::string& path, std::string_view why);

private:
    const Tree& tree_;
    Details& details_;
};

// One function a kind of facts. Each looks at the device whose folder `details.sysfs` is.
void look_at_pci(Look& look, const std::string& folder);     ///< identity, link
void look_at_sharing(Look& look, const std::string& folder); ///< IOMMU, SR-IOV, mdev, reset
void look_at_memory(Look& look, const Device& device);       ///< VRAM, compute units
void look_at_power(Look& look);                              ///< state, temperatures, watts
void look_at_nvidia(Look& look, const Device& device);       ///< what its own driver lists
/// Looks whether @p node is in /dev, and whose it is.
void fill_in(Look& look, NodeFile& node);
void look_at_nodes(Look& look, const std::vector<std::string>& names);

} // namespace exwm_vr::gpu
