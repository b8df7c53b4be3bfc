// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/vfio/plan.hpp"

#include <functional>
#include <string>
#include <vector>

namespace exwm_vr::vfio {

/// Writes to sysfs, or only says so.
class Writer {
public:
    Writer() = default;
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    virtual ~Writer() = default;

    [[nodiscard]] virtual Result<void> write(const Write& write) = 0;
};

/// Writes to the files of a tree, which must be there.
class TreeWriter final : public Writer {
public:
    explicit TreeWriter(const Tree& tree)
        : tree_(tree) {}

    [[nodiscard]] Result<void> write(const Write& write) override;

private:
    const Tree& tree_;
};

/// What is done, and with what right.
struct Giving {
    const Tree& tree;
    Writer& writer;
    const std::string& state; ///< folder of the journals
    /// Called before each write, and with it alone when nothing is to be done.
    std::function<void(const Write&)> told;
    bool dry = false;
    bool boot_display = false; ///< may be given away as well
};

/// Gives a GPU and what has to go with it to vfio-pci. Refuses what is in use, strangers that
/// @p also does not name, and a machine without an IOMMU or vfio-pci. The journal is on the disk
/// before the first write; when a write fails, all of it is undone.
[[nodiscard]] Result<void>
give_to_vfio(const Giving& giving, const Gpu& gpu, std::span<const std::string> also);

/// Gives a GPU back as its journal says, and then removes that.
[[nodiscard]] Result<void> take_back(const Giving& giving, const std::string& address);

/// The same for all journals: after a crash. Those that can be are given back, also when others
/// cannot. Returns the GPUs.
[[nodiscard]] Result<std::vector<std::string>> take_all_back(const Giving& giving);

} // namespace exwm_vr::vfio
