// SPDX-License-Identifier: MIT
// A menu of a program's window, for tests of what it holds and what closes it.
#pragma once

#include "support/plain_surface.hpp"
#include "support/wayland_client.hpp"
#include "support/wayland_object.hpp"

#include <xdg-shell-client-protocol.h>

#include <cstdint>

namespace exwm_vr::test {

/// A popup that holds pointer and keyboard, as menus do: 300x200, ten pixels inside of its window.
class Menu {
    /// The generated destructors are each file's own, which no class in a header can be made of.
    struct Destroys {
        static void shell(xdg_wm_base* object) { xdg_wm_base_destroy(object); }

        static void surface(xdg_surface* object) { xdg_surface_destroy(object); }

        static void popup(xdg_popup* object) { xdg_popup_destroy(object); }

        static void positioner(xdg_positioner* object) { xdg_positioner_destroy(object); }
    };

public:
    Menu(
        WaylandClient& client,
        const WaylandWindow& window,
        wl_seat* seat,
        std::uint32_t serial,
        Pixel colour = {0, 255, 0, 255}
    )
        : surface_(client) {
        bind_global(client.connection(), shell_, xdg_wm_base_interface, 3);
        xdg_.reset(xdg_wm_base_get_xdg_surface(shell_.get(), surface_.get()));
        const Object<xdg_positioner, Destroys::positioner> positioner(
            xdg_wm_base_create_positioner(shell_.get())
        );
        xdg_positioner_set_size(positioner.get(), 300, 200);
        xdg_positioner_set_anchor_rect(positioner.get(), 10, 10, 1, 1);
        xdg_positioner_set_gravity(positioner.get(), XDG_POSITIONER_GRAVITY_BOTTOM_RIGHT);
        popup_.reset(xdg_surface_get_popup(xdg_.get(), window.shell_surface(), positioner.get()));
        xdg_surface_add_listener(xdg_.get(), &surface_listener(), this);
        xdg_popup_add_listener(popup_.get(), &popup_listener(), this);
        xdg_popup_grab(popup_.get(), seat, serial);
        surface_.commit();
        client.wait_until([&] { return configured_; }, "the menu's place");
        surface_.draw({300, 200}, colour);
        client.roundtrip();
    }

    Menu(const Menu&) = delete;
    Menu& operator=(const Menu&) = delete;
    ~Menu() = default;

    bool dismissed = false;

private:
    bool configured_ = false;

    static const xdg_surface_listener& surface_listener() {
        static constexpr xdg_surface_listener table{
            .configure = [](void* data, xdg_surface* xdg, std::uint32_t serial) {
                static_cast<Menu*>(data)->configured_ = true;
                xdg_surface_ack_configure(xdg, serial);
            },
        };
        return table;
    }

    static const xdg_popup_listener& popup_listener() {
        static constexpr xdg_popup_listener table{
            .configure =
                [](void*, xdg_popup*, std::int32_t, std::int32_t, std::int32_t, std::int32_t) {},
            .popup_done = [](void* data,
                             xdg_popup*) { static_cast<Menu*>(data)->dismissed = true; },
            .repositioned = [](void*, xdg_popup*, std::uint32_t) {},
        };
        return table;
    }

    Object<xdg_wm_base, Destroys::shell> shell_;
    PlainSurface surface_;
    Object<xdg_surface, Destroys::surface> xdg_;
    Object<xdg_popup, Destroys::popup> popup_;
};

} // namespace exwm_vr::test
