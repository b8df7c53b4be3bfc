// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/listener.hpp"

#include <memory>
#include <vector>

namespace exwm_vr::input {

/// Devices of a cursor that are each for one output: for all of them again once that is gone, which
/// the cursor itself would go on to use.
class OutputMaps {
public:
    explicit OutputMaps(wlr_cursor& cursor);
    OutputMaps(const OutputMaps&) = delete;
    OutputMaps& operator=(const OutputMaps&) = delete;
    ~OutputMaps();

    /// @p device is one of the cursor's.
    void map(wlr_input_device& device, wlr_output& output);

private:
    class Map;

    void forget(const Map& map);

    wlr_cursor& cursor_;
    std::vector<std::unique_ptr<Map>> maps_;
};

} // namespace exwm_vr::input
