// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"

#include <set>
#include <span>
#include <string>
#include <vector>

namespace exwm_vr::wm {

/// An output as far as a laptop's lid is concerned.
struct LidOutput {
    OutputId id; ///< another one each time that it comes
    std::string name;
    bool panel = false; ///< built in, behind the lid
    bool on = false;
};

struct LidChange {
    OutputId id;
    bool on = false;

    friend bool operator==(const LidChange&, const LidChange&) = default;
};

/// Decides when panels behind a lid are off: while it is closed and another output is on. What the
/// user turns on or off in between stays so.
class Lid {
public:
    /// To be called when the lid or an output has changed; what is to be done now.
    [[nodiscard]] std::vector<LidChange> update(bool closed, std::span<const LidOutput> outputs);

    /// Whether the lid alone keeps that panel off.
    [[nodiscard]] bool holds(const std::string& name) const {
        return off_ && turned_off_.contains(name);
    }

private:
    bool off_ = false;
    std::set<std::string> turned_off_; ///< by us; names, as panels go and come back with the seat
    std::set<OutputId> seen_;
};

} // namespace exwm_vr::wm
