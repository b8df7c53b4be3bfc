// SPDX-License-Identifier: MIT
#include "ctl/wayland/toplevels.hpp"

#include <wayland-client.h>

#include <ext-foreign-toplevel-list-v1-client-protocol.h>

#include <algorithm>

namespace exwm_vr::ctl {

namespace {

using Handle = ext_foreign_toplevel_handle_v1;

Toplevel& toplevel_of(void* data) {
    return *static_cast<Toplevel*>(data);
}

constexpr ext_foreign_toplevel_handle_v1_listener handle_listener{
    .closed = [](void* data, Handle*) { toplevel_of(data).closed = true; },
    .done = [](void* data, Handle*) { toplevel_of(data).complete = true; },
    .title = [](void* data, Handle*, const char* title) { toplevel_of(data).title = title; },
    .app_id = [](void* data, Handle*, const char* app_id) { toplevel_of(data).app_id = app_id; },
    .identifier = [](void* data,
                     Handle*,
                     const char* identifier) { toplevel_of(data).identifier = identifier; },
};

using List = std::vector<std::unique_ptr<Toplevel>>;

constexpr ext_foreign_toplevel_list_v1_listener list_listener{
    .toplevel =
        [](void* data, ext_foreign_toplevel_list_v1*, Handle* handle) {
            List& toplevels = *static_cast<List*>(data);
            // Closed ones go now, not in their own event: the handle is in use there.
            std::erase_if(toplevels, [](const auto& toplevel) { return toplevel->closed; });
            auto toplevel = std::make_unique<Toplevel>();
            toplevel->handle.reset(handle);
            ext_foreign_toplevel_handle_v1_add_listener(handle, &handle_listener, toplevel.get());
            toplevels.push_back(std::move(toplevel));
        },
    .finished = [](void*, ext_foreign_toplevel_list_v1*) {},
};

} // namespace

Outcome<std::unique_ptr<Toplevels>> Toplevels::open(Connection& connection, Deadline deadline) {
    auto list = connection.bind<ext_foreign_toplevel_list_v1>(1);
    if (!list) {
        return std::unexpected(list.error());
    }
    std::unique_ptr<Toplevels> toplevels(new Toplevels);
    toplevels->list_ = std::move(*list);
    ext_foreign_toplevel_list_v1_add_listener(
        toplevels->list_.get(), &list_listener, &toplevels->toplevels_
    );
    if (auto done = connection.roundtrip(deadline); !done) {
        return std::unexpected(done.error());
    }
    return toplevels;
}

std::vector<const Toplevel*> Toplevels::all() const {
    std::vector<const Toplevel*> present;
    for (const auto& toplevel : toplevels_) {
        if (toplevel->complete && !toplevel->closed) {
            present.push_back(toplevel.get());
        }
    }
    return present;
}

const Toplevel* Toplevels::find(std::string_view identifier) const {
    const auto present = all();
    const auto found = std::ranges::find(present, identifier, &Toplevel::identifier);
    return found == present.end() ? nullptr : *found;
}

} // namespace exwm_vr::ctl
