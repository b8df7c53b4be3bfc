// SPDX-License-Identifier: MIT
// A program that drives a headset: waits for a connector to be offered, leases it, and shows one
// colour on it as fast as the display takes pictures. It says on standard output what happens, a
// line each, and goes on when a lease is over.
//
//   lease-client [--connector NAME] [--colour RRGGBB] [--once]
#include "base/fd.hpp"
#include "ctl/wayland/connection.hpp"
#include "tests/support/object.hpp"

#include <drm-lease-v1-client-protocol.h>
#include <xf86drm.h>
#include <xf86drmMode.h>

#include <poll.h>
#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using namespace exwm_vr;
using exwm_vr::test::Object;

namespace {

template <typename... Args>
void say(const char* format, Args... args) {
    std::printf(format, args...);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

/// The whole of a leased display in one colour.
class Picture {
public:
    Picture(int drm, std::uint32_t colour)
        : drm_(drm) {
        const Object<drmModeRes, drmModeFreeResources> resources(drmModeGetResources(drm));
        if (!resources || resources->count_connectors != 1 || resources->count_crtcs != 1) {
            say("error: not one connector and one CRTC");
            return;
        }
        const Object<drmModeConnector, drmModeFreeConnector> connector(
            drmModeGetConnector(drm, resources->connectors[0])
        );
        if (!connector || connector->count_modes == 0) {
            say("error: no mode");
            return;
        }
        connector_ = connector->connector_id;
        crtc_ = resources->crtcs[0];
        mode_ = connector->modes[0];
        if (make_buffer(colour)) {
            const int set = drmModeSetCrtc(drm_, crtc_, buffer_, 0, 0, &connector_, 1, &mode_);
            say(set == 0 ? "shown %dx%d" : "error: mode %dx%d", mode_.hdisplay, mode_.vdisplay);
            flip();
        }
    }

    /// Asks for the next picture; false when the display is ours no more.
    bool flip() {
        if (drmModePageFlip(drm_, crtc_, buffer_, DRM_MODE_PAGE_FLIP_EVENT, this) != 0) {
            say("flip: %s", std::strerror(errno));
            return false;
        }
        return true;
    }

    void flipped() {
        ++flips_;
        if (flips_ % 30 == 0) {
            say("flips %d", flips_);
        }
        flip();
    }

private:
    bool make_buffer(std::uint32_t colour) {
        std::uint32_t handle = 0;
        std::uint32_t pitch = 0;
        std::uint64_t size = 0;
        constexpr std::uint32_t bits = 32;
        if (drmModeCreateDumbBuffer(
                drm_, mode_.hdisplay, mode_.vdisplay, bits, 0, &handle, &pitch, &size
            ) != 0 ||
            drmModeAddFB(drm_, mode_.hdisplay, mode_.vdisplay, 24, bits, pitch, handle, &buffer_) !=
                0) {
            say("error: no buffer");
            return false;
        }
        std::uint64_t offset = 0;
        drmModeMapDumbBuffer(drm_, handle, &offset);
        auto* pixels = mmap(
            nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, drm_, static_cast<off_t>(offset)
        );
        if (pixels == MAP_FAILED) {
            say("error: no pixels");
            return false;
        }
        std::ranges::fill(
            std::span(static_cast<std::uint32_t*>(pixels), size / sizeof colour), colour
        );
        munmap(pixels, size);
        return true;
    }

    int drm_;
    std::uint32_t connector_ = 0;
    std::uint32_t crtc_ = 0;
    std::uint32_t buffer_ = 0;
    drmModeModeInfo mode_{};
    int flips_ = 0;
};

class Client {
public:
    Client(ctl::Connection& connection, std::string wanted, std::uint32_t colour, bool once)
        : connection_(connection)
        , wanted_(std::move(wanted))
        , colour_(colour)
        , once_(once) {
        for (const auto& global : connection.globals()) {
            if (global.interface == wp_drm_lease_device_v1_interface.name) {
                auto* bound =
                    connection.bind_untyped(global, wp_drm_lease_device_v1_interface).release();
                auto& device = devices_.emplace_back(
                    std::make_unique<Device>(
                        *this, reinterpret_cast<wp_drm_lease_device_v1*>(bound)
                    )
                );
                wp_drm_lease_device_v1_add_listener(
                    device->object.get(), &device_listener, device.get()
                );
            }
        }
        say("devices %d", static_cast<int>(devices_.size()));
    }

    void run() {
        const int wayland = wl_display_get_fd(connection_.display());
        while (!ended_) {
            wl_display_dispatch_pending(connection_.display());
            wl_display_flush(connection_.display());
            std::vector<pollfd> waiting{{.fd = wayland, .events = POLLIN, .revents = 0}};
            if (drm_) {
                waiting.push_back({.fd = drm_.get(), .events = POLLIN, .revents = 0});
            }
            poll(waiting.data(), waiting.size(), -1);
            if (waiting[0].revents != 0 && wl_display_dispatch(connection_.display()) < 0) {
                say("disconnected");
                return;
            }
            if (drm_ && waiting.size() > 1 && waiting[1].revents != 0) {
                drmEventContext events{};
                events.version = 2;
                events.page_flip_handler = [](int, unsigned, unsigned, unsigned, void* picture) {
                    static_cast<Picture*>(picture)->flipped();
                };
                drmHandleEvent(drm_.get(), &events);
            }
        }
    }

private:
    struct Device {
        Device(Client& client, wp_drm_lease_device_v1* device)
            : client(client)
            , object(device) {}

        Client& client;
        Object<wp_drm_lease_device_v1, wp_drm_lease_device_v1_destroy> object;
    };

    struct Connector {
        Connector(Client& client, Device& device, wp_drm_lease_connector_v1* connector)
            : client(client)
            , device(device)
            , object(connector) {}

        Client& client;
        Device& device;
        Object<wp_drm_lease_connector_v1, wp_drm_lease_connector_v1_destroy> object;
        std::string name;
    };

    void offered(Connector& connector) {
        say("offered %s", connector.name.c_str());
        if (lease_ || (!wanted_.empty() && wanted_ != connector.name)) {
            return;
        }
        auto* request = wp_drm_lease_device_v1_create_lease_request(connector.device.object.get());
        wp_drm_lease_request_v1_request_connector(request, connector.object.get());
        lease_.reset(wp_drm_lease_request_v1_submit(request));
        wp_drm_lease_v1_add_listener(lease_.get(), &lease_listener, this);
    }

    void leased(int fd) {
        drm_.reset(fd);
        say("leased");
        picture_ = std::make_unique<Picture>(fd, colour_);
    }

    void finished() {
        say("finished");
        picture_.reset();
        drm_.reset();
        lease_.reset();
        ended_ = once_;
    }

    ctl::Connection& connection_;
    std::string wanted_;
    std::uint32_t colour_;
    bool once_;
    bool ended_ = false;
    std::vector<std::unique_ptr<Device>> devices_;
    std::vector<std::unique_ptr<Connector>> connectors_;
    Object<wp_drm_lease_v1, wp_drm_lease_v1_destroy> lease_;
    Fd drm_;
    std::unique_ptr<Picture> picture_;

    static constexpr wp_drm_lease_connector_v1_listener connector_listener{
        .name = [](void* data,
                   wp_drm_lease_connector_v1*,
                   const char* name) { static_cast<Connector*>(data)->name = name; },
        .description = [](void*, wp_drm_lease_connector_v1*, const char*) {},
        .connector_id = [](void*, wp_drm_lease_connector_v1*, std::uint32_t) {},
        .done =
            [](void* data, wp_drm_lease_connector_v1*) {
                auto& connector = *static_cast<Connector*>(data);
                connector.client.offered(connector);
            },
        .withdrawn =
            [](void* data, wp_drm_lease_connector_v1*) {
                auto& connector = *static_cast<Connector*>(data);
                say("withdrawn %s", connector.name.c_str());
                std::erase_if(connector.client.connectors_, [&](const auto& one) {
                    return one.get() == &connector;
                });
            },
    };
    static constexpr wp_drm_lease_v1_listener lease_listener{
        .lease_fd =
            [](void* data, wp_drm_lease_v1*, int fd) { static_cast<Client*>(data)->leased(fd); },
        .finished = [](void* data, wp_drm_lease_v1*) { static_cast<Client*>(data)->finished(); },
    };

    static constexpr wp_drm_lease_device_v1_listener device_listener{
        .drm_fd =
            [](void*, wp_drm_lease_device_v1*, int fd) {
                say(drmIsMaster(fd) != 0 ? "error: a master's fd" : "device");
                const Fd closed(fd);
            },
        .connector =
            [](void* data, wp_drm_lease_device_v1*, wp_drm_lease_connector_v1* object) {
                auto& device = *static_cast<Device*>(data);
                auto& connector = device.client.connectors_.emplace_back(
                    std::make_unique<Connector>(device.client, device, object)
                );
                wp_drm_lease_connector_v1_add_listener(
                    object, &connector_listener, connector.get()
                );
            },
        .done = [](void*, wp_drm_lease_device_v1*) {},
        .released = [](void*, wp_drm_lease_device_v1*) {},
    };
};

} // namespace

int main(int argc, char** argv) {
    std::string connector;
    std::uint32_t colour = 0x00C040;
    bool once = false;
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const std::string_view option(arguments[i]);
        constexpr int hexadecimal = 16;
        if (option == "--once") {
            once = true;
        } else if (option == "--connector" && i + 1 < arguments.size()) {
            connector = arguments[++i];
        } else if (option == "--colour" && i + 1 < arguments.size()) {
            colour = static_cast<std::uint32_t>(std::strtoul(arguments[++i], nullptr, hexadecimal));
        } else {
            return 2;
        }
    }
    auto opened = ctl::Connection::open({}, ctl::Deadline::after(std::chrono::seconds(60)));
    if (!opened) {
        say("error: %s", opened.error().message.c_str());
        return 1;
    }
    Client(**opened, connector, colour, once).run();
    return 0;
}
