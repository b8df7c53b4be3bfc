// SPDX-License-Identifier: MIT
#include "shell/x11_drag_source.hpp"

#include "base/log.hpp"

#include <cstddef>
#include <cstring>
#include <type_traits>

namespace exwm_vr::shell {

/// wlroots' way to us.
struct X11DragSource::Calls {
    static X11DragSource& of(wlr_data_source* source) {
        static_assert(std::is_standard_layout_v<Hook> && offsetof(Hook, source) == 0);
        return *reinterpret_cast<Hook*>(source)->self;
    }

    static void send(wlr_data_source* source, const char* type, std::int32_t fd) {
        of(source).host_.send(type, Fd{fd});
    }

    static void accept(wlr_data_source* source, std::uint32_t /*serial*/, const char* /*type*/) {
        of(source).host_.changed();
    }

    static void action(wlr_data_source* source, wl_data_device_manager_dnd_action /*action*/) {
        of(source).host_.changed();
    }

    static void finish(wlr_data_source* source) { of(source).host_.finished(); }

    static void destroy(wlr_data_source* source) {
        const auto gone = of(source).host_.gone;
        gone();
    }

    static constexpr wlr_data_source_impl table{
        .send = send,
        .accept = accept,
        .destroy = destroy,
        .dnd_drop = nullptr,
        .dnd_finish = finish,
        .dnd_action = action,
    };
};

X11DragSource::X11DragSource(
    Host host, const std::vector<std::string>& types, std::uint32_t actions, std::uint32_t wanted
)
    : host_(std::move(host)) {
    hook_.self = this;
    wlr_data_source_init(&hook_.source, &Calls::table);
    for (const auto& type : types) {
        auto* place = static_cast<char**>(wl_array_add(&hook_.source.mime_types, sizeof(char*)));
        if (place == nullptr) {
            log::panic("out of memory for a drag");
        }
        *place = strdup(type.c_str()); // wlroots frees it
    }
    hook_.source.actions = static_cast<std::int32_t>(actions);
    hook_.source.compositor_action = wanted;
}

std::uint32_t X11DragSource::action() const {
    return hook_.source.accepted ? hook_.source.current_dnd_action
                                 : WL_DATA_DEVICE_MANAGER_DND_ACTION_NONE;
}

void X11DragSource::set_wanted(std::uint32_t action) {
    hook_.source.actions |= static_cast<std::int32_t>(action);
    hook_.source.compositor_action = action;
}

std::string wayland_type(const std::string& x11_type) {
    if (x11_type == "UTF8_STRING") {
        return "text/plain;charset=utf-8";
    }
    if (x11_type == "TEXT" || x11_type == "STRING") {
        return "text/plain";
    }
    return x11_type.contains('/') ? x11_type : std::string();
}

} // namespace exwm_vr::shell
