// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "wlr/handles.hpp"
#include "wlr/listener.hpp"
#include "wm/x11_space.hpp"

#include <memory>
#include <vector>

namespace exwm_vr::shell {

/// Tells the X server, by xdg-output, where outputs are and how large in its own coordinates:
/// RandR, and with it all X11 programs, know no others. wlroots' xdg-output tells logical px.
class X11Outputs {
public:
    /// @p space and @p layout outlive this.
    X11Outputs(wl_display* display, wlr_output_layout& layout, const wm::X11Space& space);
    X11Outputs(const X11Outputs&) = delete;
    X11Outputs& operator=(const X11Outputs&) = delete;
    ~X11Outputs() = default; ///< once all clients are gone

    /// The global, which is for the X server alone; it uses no other of its interface.
    [[nodiscard]] const wl_global* global() const { return global_.get(); }

    /// Tells of places and sizes that have changed, or that another space changes.
    void tell();

private:
    struct Requests; ///< what the X server may ask for

    /// What the X server was told of an output. It may outlive the output.
    struct Told {
        wl_resource* resource =
            nullptr;                  ///< the xdg-output; owned by the client, which may destroy it
        wlr_output* output = nullptr; ///< compared only
        Box box;                      ///< X11 px
    };

    void update(Told& told);

    wlr_output_layout& layout_;
    const wm::X11Space& space_;
    Owned<wl_global, wl_global_destroy> global_;
    std::vector<std::unique_ptr<Told>> told_;
    Listener<&X11Outputs::tell> change_;
};

} // namespace exwm_vr::shell
