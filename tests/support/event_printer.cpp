// SPDX-License-Identifier: MIT
// event-printer NAME [--no-tablet]: a window with the app-id NAME that prints each event of its
// seat, one a line: "wl_touch.down 7 1234 wl_surface 0 256.5 384".
#include "ctl/wayland/connection.hpp"

#include <wayland-client-protocol.h>

#include <pointer-gestures-unstable-v1-client-protocol.h>
#include <single-pixel-buffer-v1-client-protocol.h>
#include <tablet-v2-client-protocol.h>
#include <unistd.h>
#include <viewporter-client-protocol.h>
#include <xdg-shell-client-protocol.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>

using namespace exwm_vr;

namespace {

[[noreturn]] void give_up(const std::string& message) {
    std::fprintf(stderr, "event-printer: %s\n", message.c_str());
    std::exit(1);
}

wl_proxy* proxy_of(auto* object) {
    return reinterpret_cast<wl_proxy*>(object);
}

/// The window, and all objects that tell it of something. They live until the process ends.
class Printer {
public:
    Printer(ctl::Connection& connection, const char* name, bool tablets)
        : connection_(connection)
        , seat_(bind<wl_seat>(wl_seat_interface, 8))
        , compositor_(bind<wl_compositor>(wl_compositor_interface, 4))
        , shell_(bind<xdg_wm_base>(xdg_wm_base_interface, 2))
        , gestures_(bind<zwp_pointer_gestures_v1>(zwp_pointer_gestures_v1_interface, 3)) {
        if (tablets) {
            auto* manager = bind<zwp_tablet_manager_v2>(zwp_tablet_manager_v2_interface, 1);
            listen(proxy_of(zwp_tablet_manager_v2_get_tablet_seat(manager, seat_)));
        }
        make_window(name);
    }

private:
    template <typename T>
    T* bind(const wl_interface& interface, std::uint32_t newest) {
        const auto* global = connection_.find_global(interface.name);
        if (global == nullptr) {
            give_up(std::string("the compositor does not offer ") + interface.name);
        }
        auto limited = *global;
        limited.version = std::min(limited.version, newest);
        auto* proxy = connection_.bind_untyped(limited, interface).release();
        listen(proxy);
        return reinterpret_cast<T*>(proxy);
    }

    void listen(wl_proxy* proxy) { wl_proxy_add_dispatcher(proxy, dispatch, this, nullptr); }

    void make_window(const char* name) {
        auto* pixels =
            bind<wp_single_pixel_buffer_manager_v1>(wp_single_pixel_buffer_manager_v1_interface, 1);
        constexpr auto full = std::numeric_limits<std::uint32_t>::max();
        buffer_ =
            wp_single_pixel_buffer_manager_v1_create_u32_rgba_buffer(pixels, full, 0, 0, full);
        listen(proxy_of(buffer_));
        surface_ = wl_compositor_create_surface(compositor_);
        viewport_ =
            wp_viewporter_get_viewport(bind<wp_viewporter>(wp_viewporter_interface, 1), surface_);
        listen(proxy_of(surface_));
        xdg_surface_ = xdg_wm_base_get_xdg_surface(shell_, surface_);
        listen(proxy_of(xdg_surface_));
        auto* toplevel = xdg_surface_get_toplevel(xdg_surface_);
        listen(proxy_of(toplevel));
        xdg_toplevel_set_app_id(toplevel, name);
        wl_surface_commit(surface_);
    }

    static int dispatch(
        const void* printer,
        void* target,
        std::uint32_t,
        const wl_message* message,
        wl_argument* arguments
    ) {
        auto& self = *static_cast<Printer*>(const_cast<void*>(printer));
        const std::string event =
            std::string(wl_proxy_get_class(static_cast<wl_proxy*>(target))) + '.' + message->name;
        self.print(event, *message, arguments);
        self.answer(event, arguments);
        return 0;
    }

    void print(std::string line, const wl_message& message, wl_argument* argument) {
        for (const char kind : std::string_view(message.signature)) {
            switch (kind) {
            case 'i':
                line += ' ' + std::to_string(argument->i);
                break;
            case 'u':
                line += ' ' + std::to_string(argument->u);
                break;
            case 'f': {
                const double value = wl_fixed_to_double(argument->f);
                char text[32];
                std::snprintf(text, sizeof(text), " %g", value);
                line += text;
                break;
            }
            case 's':
                line += argument->s != nullptr ? std::string(" \"") + argument->s + '"' : " nil";
                break;
            case 'o':
            case 'n':
                line += ' ';
                line += argument->o != nullptr ? wl_proxy_get_class(proxy_of(argument->o)) : "nil";
                if (kind == 'n') {
                    listen(proxy_of(argument->o));
                }
                break;
            case 'a':
                line += " array";
                break;
            case 'h':
                close(argument->h);
                break;
            default:
                continue; // a version, or that null is allowed
            }
            ++argument;
        }
        std::printf("%s\n", line.c_str());
        std::fflush(stdout);
    }

    void answer(std::string_view event, const wl_argument* arguments) {
        if (event == "wl_seat.capabilities") {
            add_devices(arguments[0].u);
        } else if (event == "xdg_wm_base.ping") {
            xdg_wm_base_pong(shell_, arguments[0].u);
        } else if (event == "xdg_toplevel.configure") {
            width_ = arguments[0].i > 0 ? arguments[0].i : width_;
            height_ = arguments[1].i > 0 ? arguments[1].i : height_;
        } else if (event == "xdg_surface.configure") {
            xdg_surface_ack_configure(xdg_surface_, arguments[0].u);
            wp_viewport_set_destination(viewport_, width_, height_);
            wl_surface_attach(surface_, buffer_, 0, 0);
            wl_surface_damage(surface_, 0, 0, width_, height_);
            wl_surface_commit(surface_);
        } else if (event == "xdg_toplevel.close") {
            std::exit(0);
        }
    }

    void add_devices(std::uint32_t capabilities) {
        const auto added = capabilities & ~capabilities_;
        capabilities_ |= capabilities;
        if ((added & WL_SEAT_CAPABILITY_POINTER) != 0) {
            auto* pointer = wl_seat_get_pointer(seat_);
            listen(proxy_of(pointer));
            listen(proxy_of(zwp_pointer_gestures_v1_get_swipe_gesture(gestures_, pointer)));
            listen(proxy_of(zwp_pointer_gestures_v1_get_pinch_gesture(gestures_, pointer)));
            listen(proxy_of(zwp_pointer_gestures_v1_get_hold_gesture(gestures_, pointer)));
        }
        if ((added & WL_SEAT_CAPABILITY_KEYBOARD) != 0) {
            listen(proxy_of(wl_seat_get_keyboard(seat_)));
        }
        if ((added & WL_SEAT_CAPABILITY_TOUCH) != 0) {
            listen(proxy_of(wl_seat_get_touch(seat_)));
        }
    }

    ctl::Connection& connection_;
    wl_seat* seat_;
    wl_compositor* compositor_;
    xdg_wm_base* shell_;
    zwp_pointer_gestures_v1* gestures_;
    wl_surface* surface_ = nullptr;
    wp_viewport* viewport_ = nullptr;
    wl_buffer* buffer_ = nullptr;
    xdg_surface* xdg_surface_ = nullptr;
    std::int32_t width_ = 200; ///< logical px
    std::int32_t height_ = 150;
    std::uint32_t capabilities_ = 0;
};

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        give_up("usage: event-printer NAME [--no-tablet]");
    }
    const auto connection = ctl::Connection::open("", ctl::Deadline::after(ctl::patience));
    if (!connection) {
        give_up("no compositor");
    }
    const Printer printer(
        **connection, argv[1], argc < 3 || std::string_view(argv[2]) != "--no-tablet"
    );
    while (wl_display_dispatch((*connection)->display()) >= 0) {
    }
    return 0;
}
