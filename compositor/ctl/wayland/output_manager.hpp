// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "config/output_spec.hpp"
#include "ctl/wayland/connection.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::ctl {

/// A mode that an output offers.
struct OutputMode {
    Proxy<zwlr_output_mode_v1> proxy;
    Size size;           ///< physical px
    int refresh_mhz = 0; ///< mHz; 0 when unknown
    bool gone = false;
};

/// An output, on or off, as wlr-output-management describes it.
struct OutputHead {
    Proxy<zwlr_output_head_v1> proxy;
    std::string name;
    std::string description;
    bool enabled = false;
    std::vector<std::unique_ptr<OutputMode>> modes;
    const OutputMode* current_mode = nullptr;
    Point position; ///< layout coordinates, logical px
    config::Transform transform{};
    double scale = 1;
    bool adaptive_sync = false; ///< whether it is used now
    bool gone = false;
};

/// Reads and changes a compositor's outputs by wlr-output-management.
class OutputManager {
public:
    [[nodiscard]] static Outcome<std::unique_ptr<OutputManager>>
    open(Connection& connection, Deadline deadline = Deadline::after(patience));

    OutputManager(const OutputManager&) = delete;
    OutputManager& operator=(const OutputManager&) = delete;
    ~OutputManager() = default;

    [[nodiscard]] std::vector<const OutputHead*> heads() const;

    /// Changes what @p settings gives and leaves the rest. All or nothing; fails when there is no
    /// such output or the compositor will not.
    Outcome<void>
    apply(std::string_view name, const config::OutputSettings& settings, Deadline deadline);

private:
    struct Listeners;
    enum class Verdict : std::uint8_t { none, succeeded, failed, cancelled };

    explicit OutputManager(Connection& connection);

    Outcome<Verdict>
    try_once(std::string_view name, const config::OutputSettings& settings, Deadline deadline);

    Connection& connection_;
    Proxy<zwlr_output_manager_v1> manager_;
    std::vector<std::unique_ptr<OutputHead>> heads_;
    std::uint32_t serial_ = 0;
};

} // namespace exwm_vr::ctl
