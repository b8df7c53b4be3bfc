// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "base/ids.hpp"
#include "wm/model.hpp"

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

// How the values look in a failed check.
namespace exwm_vr {

std::ostream& operator<<(std::ostream& out, const Box& box);
std::ostream& operator<<(std::ostream& out, WindowId id);
std::ostream& operator<<(std::ostream& out, OutputId id);

} // namespace exwm_vr

namespace exwm_vr::wm::test {

constexpr Box left_screen{0, 0, 1000, 800};
constexpr Box right_screen{1000, 0, 1000, 800};

/// Without gaps and borders, so that a test can say its boxes in round numbers.
[[nodiscard]] Options plain_options();

/// A model with short ways to set it up and look at it. Ids are handed out from 1.
struct Desk {
    explicit Desk(const Options& options = plain_options())
        : model(options) {}

    /// An output without panels.
    OutputId plug(const std::string& identity, const Box& full);
    WindowId open(const WindowTraits& traits = {});
    WindowId dialog(WindowId parent, Size preferred = {200, 100});
    /// Closes and asserts that it was there.
    void close(WindowId id);

    [[nodiscard]] Placement place(WindowId id) const;
    [[nodiscard]] WindowState state(WindowId id) const;

    [[nodiscard]] Box box(WindowId id) const { return place(id).box; }

    [[nodiscard]] bool seen(WindowId id) const { return place(id).visible; }

    /// Index in the stack of all windows; the higher is on top.
    [[nodiscard]] std::size_t height(WindowId id) const;
    [[nodiscard]] std::vector<WindowId> on(OutputId output, int workspace) const;

    Model model;
    std::uint64_t last_window = 0;
    std::uint32_t last_output = 0;
};

} // namespace exwm_vr::wm::test
