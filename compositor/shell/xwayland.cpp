// SPDX-License-Identifier: MIT
#include "shell/xwayland.hpp"

#include "base/log.hpp"
#include "shell/x11_drag.hpp"
#include "shell/x11_first_word.hpp"
#include "shell/x11_icon_reader.hpp"
#include "shell/x11_resources.hpp"
#include "shell/x11_scale.hpp"
#include "shell/x11_sockets.hpp"
#include "shell/x11_state.hpp"
#include "shell/x11_wake.hpp"
#include "shell/xwayland_surface.hpp"
#include "wlr/client_watch.hpp"
#include "wlr/event_source.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <vector>

namespace exwm_vr::shell {
namespace {

constexpr const char* socket_folder = "/tmp/.X11-unix";
/// How often a server that fails to start is looked at until wlroots has given it up, ms.
constexpr int failure_check = 10;

} // namespace

/// The sockets that X11 programs connect to and, while there are any, the server behind them.
class Xwayland::Server {
public:
    Server(Xwayland& owner, wlr_xwayland& handle)
        : owner_(owner)
        , handle_(&handle)
        , name_(handle.display_name)
        , failure_timer_(
              LoopCallback::timer(
                  wl_display_get_event_loop(owner.display_), [this] { check_failure(); }
              )
          )
        , surface_host_{
              .windows = owner.host_.windows,
              .overrides = owner.host_.overrides,
              .scene = owner.scene_,
              .space = owner.space(),
              .map_requested = [this](auto& window) { read_state(window); },
              .associated = [this] { wake(); },
              .icon_changed = [this](const auto& surface) { read_icon(surface); },
              .gone = [this](const auto& surface) { forget(surface); }
          }
        , start_(*this, handle.server->events.start)
        , ready_(*this, handle.events.ready)
        , new_surface_(*this, handle.events.new_surface) {}

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    ~Server() {
        client_.reset();
        icons_.reset();
        drag_.reset();
        wake_.reset();
        handle_->user_event_handler = nullptr;
        start_.disconnect();
        ready_.disconnect();
        new_surface_.disconnect();
        wlr_xwayland_destroy(handle_);
    }

    [[nodiscard]] const std::string& name() const { return name_; }

    [[nodiscard]] bool may_see(const wl_client* client, const wl_global* global) const {
        return handle_->shell_v1 == nullptr || global != handle_->shell_v1->global ||
               client == handle_->server->client;
    }

    [[nodiscard]] bool is_server(const wl_client* client) const {
        return client == handle_->server->client;
    }

    void tell_workarea() {
        const auto area = owner_.space().x11_box(owner_.host_.workarea());
        if (wlr_xwayland_get_xwm_connection(handle_) == nullptr || area == told_workarea_) {
            return;
        }
        told_workarea_ = area;
        const wlr_box box{.x = area.x, .y = area.y, .width = area.width, .height = area.height};
        wlr_xwayland_set_workareas(handle_, &box, 1);
    }

    void rescale() {
        for (const auto& surface : surfaces_) {
            surface->rescale();
        }
        if (auto* connection = wlr_xwayland_get_xwm_connection(handle_)) {
            tell_x11_scale(connection, owner_.space().scale(), owner_.cursor_size_);
            set_cursor();
            wake();
        }
        tell_workarea();
    }

    [[nodiscard]] X11Drag* drag() { return drag_ ? &*drag_ : nullptr; }

private:
    /// Has wlroots read what it took in unread.
    void wake() {
        if (wake_) {
            wake_->call();
        }
    }

    void read_state(wlr_xwayland_surface& window) const {
        if (state_reader_) {
            state_reader_->read_into(window);
        }
    }

    void read_icon(const XwaylandSurface& surface) {
        if (icons_) {
            icons_->changed(surface.id());
        }
    }

    void forget(const XwaylandSurface& surface) {
        if (icons_) {
            icons_->forget(surface.id());
        }
        std::erase_if(surfaces_, [&](const auto& owned) { return owned.get() == &surface; });
    }

    void on_start() {
        log::info("Xwayland is started on {}", name_);
        client_.emplace(handle_->server->client, [this] { client_gone(); });
        first_word_.emplace(handle_->server->wm_fd[0], [this](xcb_connection_t* connection) {
            if (owner_.space().scale() != 1) {
                tell_new_x11_server_scale(connection, owner_.space().scale(), owner_.cursor_size_);
            }
        });
    }

    void client_gone() {
        client_.reset();
        first_word_.reset();
        auto& server = *handle_->server;
        if (server.pipe_source == nullptr) {
            log::info("Xwayland has ended; the next X11 program starts it again");
            told_workarea_ = {};
            state_reader_.reset();
            icons_.reset();
            drag_.reset();
            wake_.reset();
            return;
        }
        // It ended before it was ready. wlroots finds that out by a pipe, may do so only after
        // this, and would then destroy the client once more.
        server.client = nullptr;
        failure_timer_.arm(failure_check);
    }

    void check_failure() {
        if (handle_->server->display >= 0) {
            failure_timer_.arm(failure_check);
            return;
        }
        log::warn("Xwayland could not be started; the next X11 program tries again");
        auto& owner = owner_;
        owner.server_.reset(); // deletes this
        owner.enable(true);
        owner.host_.display_changed();
    }

    void on_ready() {
        first_word_.reset();
        state_reader_.emplace(wlr_xwayland_get_xwm_connection(handle_));
        wake_.emplace(*handle_);
        icons_.emplace(
            wl_display_get_event_loop(owner_.display_),
            *handle_,
            *wake_,
            [this](xcb_window_t window, std::vector<Image> pictures) {
                icon_came(window, std::move(pictures));
            }
        );
        // The seat of the last server went with it.
        wlr_xwayland_set_seat(handle_, &owner_.seat_);
        drag_.emplace(
            X11Drag::Host{
                .loop = wl_display_get_event_loop(owner_.display_),
                .seat = owner_.seat_,
                .server = *handle_,
                .under_pointer = owner_.host_.under_pointer,
                .takes = owner_.host_.takes_drops,
            }
        );
        handle_->data = this;
        handle_->user_event_handler = [](wlr_xwayland* handle, xcb_generic_event_t* event) {
            return static_cast<Server*>(handle->data)->handle(*event);
        };
        set_cursor();
        tell_workarea();
        wake();
    }

    bool handle(const xcb_generic_event_t& event) {
        if (wake_ && wake_->is(event)) {
            icons_->woken();
            return true;
        }
        return drag_ && drag_->handle(event);
    }

    void set_cursor() {
        if (const auto* cursor = owner_.host_.cursor(owner_.space().scale());
            cursor != nullptr && cursor->image_count > 0) {
            auto* image = cursor->images[0];
            wlr_xwayland_set_cursor(
                handle_,
                wlr_xcursor_image_get_buffer(image),
                static_cast<std::int32_t>(image->hotspot_x),
                static_cast<std::int32_t>(image->hotspot_y)
            );
        }
    }

    void icon_came(xcb_window_t window, std::vector<Image> pictures) {
        const auto found = std::ranges::find(surfaces_, window, &XwaylandSurface::id);
        if (found != surfaces_.end()) {
            (*found)->set_icon(std::move(pictures));
        }
    }

    void on_new_surface(wlr_xwayland_surface& surface) {
        surfaces_.push_back(std::make_unique<XwaylandSurface>(surface_host_, surface));
    }

    Xwayland& owner_;
    wlr_xwayland* handle_;
    std::string name_;
    Box told_workarea_;
    LoopCallback failure_timer_;
    std::optional<ClientWatch> client_;
    std::optional<X11FirstWord> first_word_;     ///< while the server starts
    std::optional<X11StateReader> state_reader_; ///< of the server that runs
    std::optional<X11Wake> wake_;                ///< likewise
    std::optional<X11IconReader> icons_;         ///< likewise
    std::optional<X11Drag> drag_;                ///< likewise
    XwaylandSurface::Host surface_host_;
    std::vector<std::unique_ptr<XwaylandSurface>> surfaces_;
    Listener<&Server::on_start> start_;
    Listener<&Server::on_ready> ready_;
    Listener<&Server::on_new_surface> new_surface_;
};

Xwayland::Xwayland(
    wl_display* display, wlr_compositor* compositor, wlr_seat& seat, scene::Scene& scene, Host host
)
    : display_(display)
    , compositor_(compositor)
    , seat_(seat)
    , scene_(scene)
    , host_(std::move(host))
    , scale_(
          std::make_unique<X11Scale>(
              display, *compositor, host_.outputs, [this](const auto* client) {
                  return is_server(client);
              }
          )
      ) {}

Xwayland::~Xwayland() = default;

void Xwayland::enable(bool enabled) {
    if (!enabled) {
        server_.reset();
        return;
    }
    if (server_) {
        return;
    }
    const auto program = find_xwayland(std::getenv("WLR_XWAYLAND"), std::getenv("PATH"));
    if (!program) {
        log::info("X11 programs cannot be shown: {}", program.error().message);
        return;
    }
    if (const auto ready = ensure_x11_socket_folder(socket_folder); !ready) {
        log::warn("X11 programs cannot be shown: {}", ready.error().message);
        return;
    }
    // wlroots looks only where it was when wlroots was built.
    setenv("WLR_XWAYLAND", program->c_str(), 1);
    auto* handle = wlr_xwayland_create(display_, compositor_, true);
    if (handle == nullptr) {
        log::warn("X11 programs cannot be shown: no display number is free");
        return;
    }
    server_ = std::make_unique<Server>(*this, *handle);
    log::info("X11 display {}", display_name());
}

std::string Xwayland::display_name() const {
    return server_ ? server_->name() : std::string();
}

bool Xwayland::may_see(const wl_client* client, const wl_global* global) const {
    return scale_->may_see(client, global) && (!server_ || server_->may_see(client, global));
}

bool Xwayland::is_server(const wl_client* client) const {
    return server_ && server_->is_server(client);
}

void Xwayland::pointer_over(wlr_surface* surface) {
    if (auto* const drag = server_ ? server_->drag() : nullptr) {
        drag->pointer_over(surface);
    }
}

void Xwayland::cancel_drag() {
    if (auto* const drag = server_ ? server_->drag() : nullptr) {
        drag->cancel();
    }
}

const wm::X11Space& Xwayland::space() const {
    return scale_->space();
}

void Xwayland::set_scale(double scale, int cursor_size) {
    const bool other = scale_->set(scale);
    if (!other && cursor_size == cursor_size_) {
        return;
    }
    cursor_size_ = cursor_size;
    if (other) {
        log::info("X11 programs draw {} px for each logical px", scale);
    }
    if (server_) {
        server_->rescale();
    }
}

void Xwayland::workarea_changed() {
    if (server_) {
        server_->tell_workarea();
    }
}

} // namespace exwm_vr::shell
