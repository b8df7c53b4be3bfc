// SPDX-License-Identifier: MIT
// What a Wayland program drags, for tests of drag and drop.
#pragma once

#include "base/fd.hpp"
#include "support/object.hpp"

#include <catch2/catch_test_macros.hpp>
#include <wayland-client-protocol.h>

#include <unistd.h>

#include <cstdint>
#include <iterator>
#include <string>
#include <utility>

namespace exwm_vr::test {

/// What is dragged, and what its client is told of it.
struct Source {
    static constexpr const char* mime = "text/plain;charset=utf-8";

    explicit Source(wl_data_device_manager* manager, std::string given)
        : text(std::move(given))
        , proxy(wl_data_device_manager_create_data_source(manager)) {
        wl_data_source_add_listener(proxy.get(), &listener(), this);
        wl_data_source_offer(proxy.get(), mime);
        wl_data_source_set_actions(
            proxy.get(),
            WL_DATA_DEVICE_MANAGER_DND_ACTION_COPY | WL_DATA_DEVICE_MANAGER_DND_ACTION_MOVE
        );
    }

    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    ~Source() = default;

    std::string text;
    std::string accepted; ///< the mime type; empty: none
    std::uint32_t action = 0;
    bool sent = false;
    bool dropped = false;
    bool finished = false;
    bool cancelled = false;

    /// The generated destructors are each file's own, which no class in a header can be made of.
    static void destroy(wl_data_source* source) { wl_data_source_destroy(source); }

    Object<wl_data_source, destroy> proxy;

private:
    static Source& of(void* data) { return *static_cast<Source*>(data); }

    static const wl_data_source_listener& listener() {
        static constexpr wl_data_source_listener table{
            .target = [](void* data,
                         wl_data_source*,
                         const char* type) { of(data).accepted = type != nullptr ? type : ""; },
            .send =
                [](void* data, wl_data_source*, const char* type, std::int32_t descriptor) {
                    const Fd to(descriptor);
                    const auto& text = of(data).text;
                    CHECK(std::string(type) == mime);
                    CHECK(write(to.get(), text.data(), text.size()) == std::ssize(text));
                    of(data).sent = true;
                },
            // wlroots sends it for any source that it lets go, also a finished one.
            .cancelled = [](void* data,
                            wl_data_source*) { of(data).cancelled = !of(data).finished; },
            .dnd_drop_performed = [](void* data, wl_data_source*) { of(data).dropped = true; },
            .dnd_finished = [](void* data, wl_data_source*) { of(data).finished = true; },
            .action =
                [](void* data, wl_data_source*, std::uint32_t chosen) { of(data).action = chosen; },
        };
        return table;
    }
};

} // namespace exwm_vr::test
