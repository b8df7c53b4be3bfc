// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/environment/question.hpp"

namespace exwm_vr::environment {

/// Where answers come from: the machine, or a record of one.
class Probe {
public:
    Probe() = default;
    Probe(const Probe&) = delete;
    Probe& operator=(const Probe&) = delete;
    virtual ~Probe() = default;

    [[nodiscard]] virtual Answer ask(const Question& question) = 0;
};

} // namespace exwm_vr::environment
