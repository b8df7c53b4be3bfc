// SPDX-License-Identifier: MIT
#include "input/drags.hpp"

#include "base/owned.hpp"

#include <cstdlib>
#include <memory>

namespace exwm_vr::input {

void refuse_drag(wlr_drag& drag) {
    if (drag.source != nullptr) {
        wlr_data_source_destroy(drag.source); // the drag goes with it
        return;
    }
    // Nobody but us knows of the drag, unless it has an icon.
    const std::unique_ptr<wlr_drag, Calls<free>> unused(drag.icon == nullptr ? &drag : nullptr);
}

} // namespace exwm_vr::input
