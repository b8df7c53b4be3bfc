// SPDX-License-Identifier: MIT
#include "shell/x11_outputs.hpp"

#include "base/log.hpp"

#include <xdg-output-unstable-v1-protocol.h>

#include <algorithm>

namespace exwm_vr::shell {
namespace {

constexpr int version = 3;

} // namespace

struct X11Outputs::Requests {
    static void destroy(wl_client* /*client*/, wl_resource* resource) {
        wl_resource_destroy(resource);
    }

    static X11Outputs* owner(wl_resource* resource) {
        return static_cast<X11Outputs*>(wl_resource_get_user_data(resource));
    }

    static void output_gone(wl_resource* resource) {
        std::erase_if(owner(resource)->told_, [&](const auto& told) {
            return told->resource == resource;
        });
    }

    static void
    get_output(wl_client* client, wl_resource* manager, std::uint32_t id, wl_resource* wanted) {
        static constexpr struct zxdg_output_v1_interface requests{.destroy = destroy};
        auto* resource = wl_resource_create(
            client, &zxdg_output_v1_interface, wl_resource_get_version(manager), id
        );
        if (resource == nullptr) {
            wl_client_post_no_memory(client);
            return;
        }
        auto* self = owner(manager);
        auto* output = wlr_output_from_resource(wanted);
        wl_resource_set_implementation(resource, &requests, self, output_gone);
        if (output == nullptr) {
            return; // one that has just gone, which the client is about to learn
        }
        zxdg_output_v1_send_name(resource, output->name);
        self->told_.push_back(
            std::make_unique<Told>(Told{.resource = resource, .output = output, .box = {}})
        );
        self->update(*self->told_.back());
        wlr_output_schedule_done(output);
    }

    static void bind(wl_client* client, void* data, std::uint32_t wanted, std::uint32_t id) {
        static constexpr struct zxdg_output_manager_v1_interface requests{
            .destroy = destroy, .get_xdg_output = get_output
        };
        auto* resource = wl_resource_create(
            client, &zxdg_output_manager_v1_interface, static_cast<int>(wanted), id
        );
        if (resource == nullptr) {
            wl_client_post_no_memory(client);
            return;
        }
        wl_resource_set_implementation(resource, &requests, data, nullptr);
    }
};

X11Outputs::X11Outputs(wl_display* display, wlr_output_layout& layout, const wm::X11Space& space)
    : layout_(layout)
    , space_(space)
    , global_(wl_global_create(
          display, &zxdg_output_manager_v1_interface, version, this, Requests::bind
      ))
    , change_(*this, layout.events.change) {
    if (!global_) {
        log::panic("out of memory for the X server's outputs");
    }
}

void X11Outputs::tell() {
    for (const auto& told : told_) {
        update(*told);
    }
}

void X11Outputs::update(Told& told) {
    // wlroots would look into an output that may be gone.
    const wlr_output_layout_output* place = nullptr;
    bool there = false;
    wl_list_for_each(place, &layout_.outputs, link) {
        there = there || place->output == told.output;
    }
    if (!there) {
        return; // off, or gone
    }
    wlr_box logical{};
    wlr_output_layout_get_box(&layout_, told.output, &logical);
    const auto box = space_.x11_box({logical.x, logical.y, logical.width, logical.height});
    if (box == told.box) {
        return;
    }
    told.box = box;
    zxdg_output_v1_send_logical_position(told.resource, box.x, box.y);
    zxdg_output_v1_send_logical_size(told.resource, box.width, box.height);
    wlr_output_schedule_done(told.output);
}

} // namespace exwm_vr::shell
