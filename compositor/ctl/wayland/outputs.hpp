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

/// An output that is on, as wl_output and xdg-output describe it.
struct WaylandOutput {
    Proxy<wl_output> proxy;
    Proxy<zxdg_output_v1> xdg; ///< null where the compositor has no xdg-output
    std::uint32_t global = 0;  ///< the registry's number
    bool complete = false;     ///< its first description has come in full
    std::string name;
    std::string description;
    Size mode;           ///< physical px
    int refresh_mhz = 0; ///< mHz
    int integer_scale = 1;
    config::Transform transform{};
    Point position;    ///< layout coordinates
    Size logical_size; ///< by xdg-output; empty without it

    /// Place in the layout, logical px; worked out from mode, scale and transform where there is
    /// no xdg-output.
    [[nodiscard]] Box box() const;
};

/// The outputs of a compositor, kept up to date while events are handled.
class Outputs : public GlobalObserver {
public:
    /// Binds all outputs and waits for their descriptions.
    [[nodiscard]] static Outcome<std::unique_ptr<Outputs>>
    open(Connection& connection, Deadline deadline = Deadline::after(patience));

    ~Outputs() override;
    Outputs(const Outputs&) = delete;
    Outputs& operator=(const Outputs&) = delete;

    /// Those with a complete description.
    [[nodiscard]] std::vector<const WaylandOutput*> all() const;
    /// Null when there is none of that name.
    [[nodiscard]] const WaylandOutput* find(std::string_view name) const;
    /// The smallest box around all; empty without outputs.
    [[nodiscard]] Box layout_box() const;
    /// "A, B and C", for messages.
    [[nodiscard]] std::string names() const;

    void global_added(const Global& global) override;
    void global_removed(std::uint32_t name) override;

private:
    explicit Outputs(Connection& connection);

    void add(const Global& global);
    void describe_by_xdg(WaylandOutput& output);

    Connection& connection_;
    Proxy<zxdg_output_manager_v1> manager_;
    std::vector<std::unique_ptr<WaylandOutput>> outputs_;
};

} // namespace exwm_vr::ctl
