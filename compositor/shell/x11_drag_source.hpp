// SPDX-License-Identifier: MIT
#pragma once

#include "base/fd.hpp"
#include "wlr/wlr.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace exwm_vr::shell {

/// What an X11 program drags, as Wayland clients see it.
class X11DragSource {
public:
    struct Host {
        /// Writes data of a type into a pipe.
        std::function<void(const std::string& type, Fd out)> send;
        /// A client takes it, or not, or in another way.
        std::function<void()> changed;
        /// A client has what it wanted.
        std::function<void()> finished;
        /// No client can have it any more. Destroys this.
        std::function<void()> gone;
    };

    /// @p types: MIME types. @p actions: all that clients may choose from, @p wanted one of them.
    X11DragSource(
        Host host,
        const std::vector<std::string>& types,
        std::uint32_t actions,
        std::uint32_t wanted
    );
    X11DragSource(const X11DragSource&) = delete;
    X11DragSource& operator=(const X11DragSource&) = delete;
    ~X11DragSource() = default; ///< by gone() alone: wlroots frees what is in it first

    [[nodiscard]] wlr_data_source& get() { return hook_.source; }

    /// None while nobody accepts it.
    [[nodiscard]] std::uint32_t action() const;

    void set_wanted(std::uint32_t action);

private:
    struct Calls;

    /// wlroots knows the source alone; its owner is found beside it.
    struct Hook {
        wlr_data_source source;
        X11DragSource* self;
    } hook_{};

    Host host_;
};

/// What Wayland clients call an X11 type; empty for those that are of no use to them.
[[nodiscard]] std::string wayland_type(const std::string& x11_type);

} // namespace exwm_vr::shell
