// SPDX-License-Identifier: MIT
#pragma once

#include "ctl/wayland/connection.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::ctl {

/// A window, as ext-foreign-toplevel-list describes it.
struct Toplevel {
    Proxy<ext_foreign_toplevel_handle_v1> handle;
    std::string identifier; ///< unique as long as the compositor runs
    std::string app_id;
    std::string title;
    bool complete = false; ///< its first description has come in full
    bool closed = false;
};

/// The windows of a compositor, kept up to date while events are handled.
class Toplevels {
public:
    /// Fails where the compositor does not offer ext-foreign-toplevel-list.
    [[nodiscard]] static Outcome<std::unique_ptr<Toplevels>>
    open(Connection& connection, Deadline deadline = Deadline::after(patience));

    Toplevels(const Toplevels&) = delete;
    Toplevels& operator=(const Toplevels&) = delete;
    ~Toplevels() = default;

    /// Those that are there and completely described, oldest first.
    [[nodiscard]] std::vector<const Toplevel*> all() const;
    /// Null when there is none.
    [[nodiscard]] const Toplevel* find(std::string_view identifier) const;

private:
    Toplevels() = default;

    Proxy<ext_foreign_toplevel_list_v1> list_;
    std::vector<std::unique_ptr<Toplevel>> toplevels_;
};

} // namespace exwm_vr::ctl
