// SPDX-License-Identifier: MIT
// What WLCS, the Wayland conformance suite, loads to test the compositor: it starts one for each
// test, inside of WLCS's own process.
//
// usage: wlcs wlcs_module.so [GTEST OPTIONS...] GLOBALS
//     GLOBALS   the table of globals; WLCS skips what is for others than these
#include "base/log.hpp"
#include "conformance/devices.hpp"
#include "conformance/loop_thread.hpp"

#include <wayland-client-core.h>

#include <sys/socket.h>
#include <wlcs/display_server.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace exwm_vr::conformance {
namespace {

class DisplayServer : public WlcsDisplayServer {
public:
    explicit DisplayServer(const std::string& globals);

    int connect();
    void place(wl_display* client, wl_surface* surface, Point to);

    LoopThread& thread() { return *thread_; }

    TouchScreen& touch_screen() { return *touch_screen_; }

    void run();
    void end();

    [[nodiscard]] const WlcsIntegrationDescriptor* descriptor() const { return &descriptor_; }

private:
    std::list<std::string> names_; ///< what extensions_ points to
    std::vector<WlcsExtensionDescriptor> extensions_;
    WlcsIntegrationDescriptor descriptor_{};
    std::map<int, wl_client*> clients_; ///< by the client's end of its socket
    std::optional<LoopThread> thread_;
    std::optional<TouchScreen> touch_screen_;
};

DisplayServer& self(WlcsDisplayServer* server) {
    return static_cast<DisplayServer&>(*server);
}

DisplayServer::DisplayServer(const std::string& globals)
    : WlcsDisplayServer{} {
    std::ifstream file(globals);
    if (!file) {
        log::panic("the table of globals cannot be read: " + globals);
    }
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string name;
        std::uint32_t known_version = 0;
        if (words >> name >> known_version) {
            names_.push_back(name);
            extensions_.push_back({.name = names_.back().c_str(), .version = known_version});
        }
    }
    descriptor_ = {
        .version = WLCS_INTEGRATION_DESCRIPTOR_VERSION,
        .num_extensions = extensions_.size(),
        .supported_extensions = extensions_.data(),
    };
    version = WLCS_DISPLAY_SERVER_VERSION;
    start = [](WlcsDisplayServer* server) { self(server).run(); };
    stop = [](WlcsDisplayServer* server) { self(server).end(); };
    create_client_socket = [](WlcsDisplayServer* server) { return self(server).connect(); };
    position_window_absolute =
        [](WlcsDisplayServer* server, wl_display* client, wl_surface* surface, int x, int y) {
            self(server).place(client, surface, {x, y});
        };
    create_pointer = [](WlcsDisplayServer* server) -> WlcsPointer* {
        return std::make_unique<Mouse>(self(server).thread()).release();
    };
    create_touch = [](WlcsDisplayServer* server) -> WlcsTouch* {
        return std::make_unique<Finger>(self(server).touch_screen()).release();
    };
    get_descriptor = [](const WlcsDisplayServer* server) {
        return static_cast<const DisplayServer*>(server)->descriptor();
    };
}

void DisplayServer::run() {
    thread_.emplace();
    touch_screen_.emplace(*thread_);
    // Out of the way of new windows.
    constexpr double corner = 1023;
    Mouse(*thread_).move_to(corner, corner);
}

void DisplayServer::end() {
    touch_screen_.reset();
    thread_.reset();
    clients_.clear();
}

int DisplayServer::connect() {
    int ends[2]{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        log::error("no socket for a client: {}", std::strerror(errno));
        return -1;
    }
    thread_->call([&](auto parts) {
        clients_[ends[1]] = wl_client_create(&parts.display, ends[0]);
    });
    return ends[1];
}

void DisplayServer::place(wl_display* client, wl_surface* surface, Point to) {
    const int socket = wl_display_get_fd(client);
    const auto id = wl_proxy_get_id(reinterpret_cast<wl_proxy*>(surface));
    thread_->call([&](auto parts) {
        auto* resource = wl_client_get_object(clients_.at(socket), id);
        const auto* window =
            resource != nullptr ? parts.desk.find(wlr_surface_from_resource(resource)) : nullptr;
        if (window == nullptr) {
            log::error("surface {} of socket {} is no window to be placed", id, socket);
            return;
        }
        // Width and height 0: as they are.
        if (const auto placed = parts.desk.model().set_box(
                window->id(), {.x = to.x, .y = to.y, .width = 0, .height = 0}
            );
            !placed) {
            log::error("a window cannot be placed: {}", placed.error().message);
        }
        parts.desk.changed();
    });
}

WlcsDisplayServer* create_server(int count, const char** arguments) {
    // The last argument that is no option of GoogleTest's, which take themselves out.
    return std::make_unique<DisplayServer>(count > 1 ? arguments[count - 1] : "").release();
}

void destroy_server(WlcsDisplayServer* server) {
    std::unique_ptr<DisplayServer>{&self(server)}.reset();
}

} // namespace
} // namespace exwm_vr::conformance

extern "C" __attribute__((visibility("default")))
const WlcsServerIntegration wlcs_server_integration{
    .version = WLCS_SERVER_INTEGRATION_VERSION,
    .create_server = exwm_vr::conformance::create_server,
    .destroy_server = exwm_vr::conformance::destroy_server,
};
