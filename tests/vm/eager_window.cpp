// SPDX-License-Identifier: MIT
// eager-window APP-ID [WISH...]: a window with a new picture for each frame, and what it wishes for
// these: "async", to be shown at once though it tears (tearing-control-v1); and what it says that
// it is (content-type-v1): "photo", "video" or "game".
#include "client_window.hpp"

#include <content-type-v1-client-protocol.h>
#include <tearing-control-v1-client-protocol.h>

#include <array>
#include <map>
#include <string_view>

using namespace exwm_vr;
using test::give_up;

namespace {

/// Draws again and again, as soon as its last picture was shown.
class EagerWindow {
public:
    EagerWindow(ctl::Connection& connection, const char* app_id)
        : buffers_{test::make_buffer(connection, 0x803000), test::make_buffer(connection, 0x008030)}
        , window_(connection, app_id, [this] { draw(); }) {}

    [[nodiscard]] test::ClientWindow& window() { return window_; }

private:
    void draw() {
        window_.attach(buffers_[next_]);
        if (frame_ == nullptr) {
            next_ = (next_ + 1) % buffers_.size();
            static constexpr wl_callback_listener events{.done = [](void* window, auto*, auto) {
                auto& self = *static_cast<EagerWindow*>(window);
                wl_callback_destroy(self.frame_);
                self.frame_ = nullptr;
                self.draw();
            }};
            frame_ = wl_surface_frame(window_.surface());
            wl_callback_add_listener(frame_, &events, this);
        }
        wl_surface_commit(window_.surface());
    }

    std::array<wl_buffer*, 2> buffers_;
    test::ClientWindow window_;
    std::size_t next_ = 0;
    wl_callback* frame_ = nullptr; ///< the one that is waited for
};

void wish(ctl::Connection& connection, wl_surface* surface, std::string_view word) {
    static const std::map<std::string_view, std::uint32_t> contents{
        {"photo", WP_CONTENT_TYPE_V1_TYPE_PHOTO},
        {"video", WP_CONTENT_TYPE_V1_TYPE_VIDEO},
        {"game", WP_CONTENT_TYPE_V1_TYPE_GAME},
    };
    if (word == "async") {
        auto* const manager = test::bind<wp_tearing_control_manager_v1>(
            connection, wp_tearing_control_manager_v1_interface
        );
        wp_tearing_control_v1_set_presentation_hint(
            wp_tearing_control_manager_v1_get_tearing_control(manager, surface),
            WP_TEARING_CONTROL_V1_PRESENTATION_HINT_ASYNC
        );
        return;
    }
    const auto content = contents.find(word);
    if (content == contents.end()) {
        give_up("unknown wish: " + std::string(word), 2);
    }
    auto* const manager =
        test::bind<wp_content_type_manager_v1>(connection, wp_content_type_manager_v1_interface);
    wp_content_type_v1_set_content_type(
        wp_content_type_manager_v1_get_surface_content_type(manager, surface), content->second
    );
}

} // namespace

int main(int argc, char** argv) {
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    if (arguments.size() < 2) {
        give_up("expected APP-ID [WISH...]", 2);
    }
    const auto connection = test::connect();
    EagerWindow eager(*connection, arguments[1]);
    for (const char* const word : arguments.subspan(2)) {
        wish(*connection, eager.window().surface(), word);
    }
    eager.window().show();
    test::run(*connection);
}
