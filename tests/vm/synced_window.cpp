// SPDX-License-Identifier: MIT
// synced-window APP-ID CARD RENDER-NODE: a window whose buffers have their points in time
// (linux-drm-syncobj-v1). Shows a green one that is ready, says "green", and gives a blue one that
// is not ready, says "blue". Once a line comes on its standard input it says "held" if the green
// one is still in use, makes the blue one ready, and says "released" when it has the green one
// back.
#include "client_window.hpp"
#include "dmabuf.hpp"

#include <xf86drm.h>

#include <linux-drm-syncobj-v1-client-protocol.h>

#include <limits>

using namespace exwm_vr;
using test::give_up;

namespace {

constexpr Size size{64, 64}; // px

void say(const char* word) {
    std::printf("%s\n", word);
    std::fflush(stdout);
}

/// A timeline of ours that the compositor waits for, and signals.
class Timeline {
public:
    Timeline(ctl::Connection& connection, int device)
        : device_(device)
        , manager_(
              test::bind<wp_linux_drm_syncobj_manager_v1>(
                  connection, wp_linux_drm_syncobj_manager_v1_interface
              )
          ) {
        int raw = -1;
        if (drmSyncobjCreate(device, 0, &handle_) != 0 ||
            drmSyncobjHandleToFD(device, handle_, &raw) != 0) {
            give_up("the render node has no timelines");
        }
        const Fd shared(raw);
        timeline_ = wp_linux_drm_syncobj_manager_v1_import_timeline(manager_, shared.get());
    }

    void reach(std::uint64_t point) {
        if (drmSyncobjTimelineSignal(device_, &handle_, &point, 1) != 0) {
            give_up("a point cannot be signalled");
        }
    }

    [[nodiscard]] bool is_reached(std::uint64_t point, std::int64_t until_ns) {
        return drmSyncobjTimelineWait(
                   device_,
                   &handle_,
                   &point,
                   1,
                   until_ns,
                   DRM_SYNCOBJ_WAIT_FLAGS_WAIT_FOR_SUBMIT,
                   nullptr
               ) == 0;
    }

    /// The buffer of the next commit is ready at @p acquire, and ours again at @p release.
    void set_points(wl_surface* surface, std::uint64_t acquire, std::uint64_t release) {
        if (surface_ == nullptr) {
            surface_ = wp_linux_drm_syncobj_manager_v1_get_surface(manager_, surface);
        }
        const auto high = [](std::uint64_t point) {
            return static_cast<std::uint32_t>(point >> 32U);
        };
        const auto low = [](std::uint64_t point) { return static_cast<std::uint32_t>(point); };
        wp_linux_drm_syncobj_surface_v1_set_acquire_point(
            surface_, timeline_, high(acquire), low(acquire)
        );
        wp_linux_drm_syncobj_surface_v1_set_release_point(
            surface_, timeline_, high(release), low(release)
        );
    }

private:
    int device_;
    std::uint32_t handle_ = 0;
    wp_linux_drm_syncobj_manager_v1* manager_;
    wp_linux_drm_syncobj_timeline_v1* timeline_ = nullptr;
    wp_linux_drm_syncobj_surface_v1* surface_ = nullptr;
};

} // namespace

int main(int argc, char** argv) {
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    if (arguments.size() != 4) {
        give_up("expected APP-ID CARD RENDER-NODE", 2);
    }
    const auto connection = test::connect();
    const auto card = test::open_device(arguments[2]);
    const auto node = test::open_device(arguments[3]);
    auto* const green = test::make_dmabuf(*connection, card.get(), size, 0x00FF00);
    auto* const blue = test::make_dmabuf(*connection, card.get(), size, 0x0000FF);
    Timeline points(*connection, node.get());

    enum Point : std::uint64_t {
        green_ready = 1,
        small_green_released,
        green_released,
        blue_ready,
        blue_released
    };

    bool configured = false;
    test::ClientWindow window(*connection, arguments[1], [&] { configured = true; });
    const auto show = [&](wl_buffer* buffer, Point acquire, Point release) {
        window.attach(buffer);
        points.set_points(window.surface(), acquire, release);
        wl_surface_commit(window.surface());
    };
    const auto wait_until = [&](const auto& wanted) { test::wait_until(*connection, wanted); };
    window.show();
    wait_until([&] { return configured; });
    points.reach(green_ready);
    show(green, green_ready, small_green_released);
    wait_until([&] { return window.size() != Size{1, 1}; });
    bool shown = false;
    static constexpr wl_callback_listener events{.done = [](void* is_shown, auto*, auto) {
        *static_cast<bool*>(is_shown) = true;
    }};
    wl_callback_add_listener(wl_surface_frame(window.surface()), &events, &shown);
    show(green, green_ready, green_released);
    wait_until([&] { return shown; });
    say("green");
    show(blue, blue_ready, blue_released);
    if (const auto told = connection->roundtrip(ctl::Deadline::after(ctl::patience)); !told) {
        give_up(told.error().message);
    }
    say("blue");
    if (std::getchar() == EOF) {
        give_up("nobody says when");
    }
    if (!points.is_reached(green_released, 0)) {
        say("held");
    }
    points.reach(blue_ready);
    if (points.is_reached(green_released, std::numeric_limits<std::int64_t>::max())) {
        say("released");
    }
    test::run(*connection);
}
