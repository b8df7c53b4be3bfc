// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/wlr.hpp"

namespace exwm_vr::shell {

/// Who is told of X11 windows that nobody manages.
class OverrideHost {
public:
    virtual ~OverrideHost() = default;

    /// One is on the screen. @p wants_keyboard: it is no mere menu or tooltip.
    virtual void override_shown(wlr_surface& surface, bool wants_keyboard) = 0;
    virtual void override_moved() = 0;
    virtual void override_hidden(wlr_surface& surface) = 0;
};

} // namespace exwm_vr::shell
