// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/environment/probe.hpp"

#include <string>

namespace exwm_vr::environment {

/// Asks this machine. Whatever is at a path, reading it neither waits nor takes more than its
/// limit: no pipe is waited for, no device is opened, and links that lead nowhere are a failure.
class MachineProbe final : public Probe {
public:
    /// @p root stands before all paths; the environment and the CPU are this process's own.
    explicit MachineProbe(std::string root = {});

    [[nodiscard]] Answer ask(const Question& question) override;

private:
    [[nodiscard]] std::string at(const std::string& path) const { return root_ + path; }

    [[nodiscard]] Answer variable(const Question& question) const;
    [[nodiscard]] Answer tracer() const;
    [[nodiscard]] Answer pci() const;

    std::string root_;
};

} // namespace exwm_vr::environment
