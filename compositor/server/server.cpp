// SPDX-License-Identifier: MIT
#include "server/server.hpp"

#include "base/log.hpp"
#include "config/load.hpp"
#include "server/clients.hpp"
#include "server/globals.hpp"
#include "wlr/log.hpp"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace exwm_vr::server {
namespace {

constexpr std::uint32_t compositor_version = 6;
constexpr std::uint32_t presentation_version = 2;

} // namespace

Result<std::unique_ptr<Server>> Server::start(Settings settings) {
    forward_wlroots_log();
    auto runtime_dir = RuntimeDir::ensure();
    if (!runtime_dir) {
        return std::unexpected(runtime_dir.error());
    }
    Display display(wl_display_create());
    if (!display) {
        return fail("out of memory for the display");
    }
    settings.graphics.nested_outputs = std::max(1, static_cast<int>(settings.outputs.size()));
    auto graphics = make_graphics(wl_display_get_event_loop(display.get()), settings.graphics);
    if (!graphics) {
        return std::unexpected(graphics.error());
    }
    // The compositor comes first: other globals depend on it.
    graphics->compositor =
        wlr_compositor_create(display.get(), compositor_version, graphics->drawing.renderer.get());
    auto server = std::make_unique<Server>(
        Private{},
        std::move(settings),
        std::move(*runtime_dir),
        std::move(display),
        std::move(*graphics)
    );
    for (const auto step :
         {&Server::open_sockets, &Server::start_backend, &Server::start_command}) {
        if (auto done = (*server.*step)(); !done) {
            return std::unexpected(done.error());
        }
    }
    return server;
}

Server::Server(
    Private /*key*/, Settings settings, RuntimeDir runtime_dir, Display display, Graphics graphics
)
    : settings_(std::move(settings))
    , runtime_dir_(std::move(runtime_dir))
    , display_(std::move(display))
    , loop_(wl_display_get_event_loop(display_.get()))
    , graphics_(std::move(graphics))
    , filter_(display_.get(), settings_.config.sandbox)
    , outputs_(
          display_.get(),
          {.backend = *graphics_.backend,
           .headless = graphics_.headless,
           .renderer = graphics_.drawing.renderer.get(),
           .allocator_for =
               [this](const wlr_output& output) { return graphics_.drawing.cards->find(output); }},
          scene_
      )
    , management_(display_.get(), outputs_)
    , desk_(display_.get(), scene_, outputs_)
    , user_input_(desk_, outputs_, control())
    , seat_(
          user_input_,
          display_.get(),
          *graphics_.backend,
          outputs_.layout(),
          scene_,
          [this](wlr_surface* surface) { return desk_.visible(surface); }
      )
    , decorations_(display_.get())
    , capture_(
          display_.get(),
          graphics_.drawing.renderer.get(),
          graphics_.drawing.allocator.get(),
          [this] { return desk_.lock().locked(); }
      )
    , leases_(display_.get(), lease_host())
    , xwayland_(
          display_.get(),
          graphics_.compositor,
          seat_.handle(),
          scene_,
          {.outputs = *outputs_.layout(),
           .windows = desk_,
           .overrides = desk_,
           .workarea = [this] { return workarea(); },
           .cursor = [this](double scale) { return seat_.pointer().default_cursor(scale); },
           .display_changed = [this] { tell_children(); },
           .under_pointer =
               [this](const auto& skips) {
                   return scene_.at(seat_.pointer().x(), seat_.pointer().y(), skips);
               },
           .takes_drops = [this] { return !desk_.lock().locked(); }}
      )
    , ipc_desktop_(desk_, outputs_, seat_, leases_, control())
    , ipc_(loop_, ipc_desktop_, settings_.config.ipc)
    , children_(loop_)
    , service_manager_(loop_)
    , client_pictures_(scene_)
    , software_at_start_(graphics_.drawing.software)
    , tries_(settings_.draw_tries)
    , wake_watch_(loop_, [this] { woke(); })
    , renderer_lost_(*this) {
    wlr_xdg_output_manager_v1_create(display_.get(), outputs_.layout());
    wlr_presentation_create(display_.get(), graphics_.backend.get(), presentation_version);
    desk_.set_seat(&seat_);
    filter_.set_veto([this](const auto* client, const auto* global) {
        return xwayland_.may_see(client, global);
    });
    filter_.set_tell([this](auto* client, const auto& /*context*/, const auto& interface) {
        denials_.tell(
            describe_client(client, filter_), policy::Denial::Reason::interface, interface
        );
    });
    user_input_.connect(&seat_, &ipc_, &xwayland_);
    connect_events();
    connect_leases();
    catch_signals();
    renderer_lost_.connect(graphics_.drawing.renderer->events.lost);
}

Server::~Server() {
    leases_.end(); // while there are clients to be told
    // Clients go first, while everything that they use is there; their children's exits, the
    // backend's end and the rest follow in reverse order of the members.
    wl_display_destroy_clients(display_.get());
    user_input_.connect(nullptr, nullptr, nullptr);
    xwayland_.enable(false);
    filter_.set_veto({});
    seat_.devices().set_events({});
    desk_.set_events({});
    outputs_.set_events({});
    desk_.set_seat(nullptr);
}

Result<void> Server::open_sockets() {
    auto configured = configure(settings_.config);
    if (!configured && settings_.lenient_config) {
        // What only shows now, such as a keyboard layout that nobody has.
        settings_.config_error = configured.error().message;
        settings_.config = config::default_config();
        configured = configure(settings_.config);
    }
    if (!configured) {
        return configured;
    }
    if (!settings_.config_error.empty()) {
        log::warn("the default configuration is used: {}", settings_.config_error);
    }
    if (auto offered = create_globals(
            display_.get(), *graphics_.backend, graphics_.drawing.renderer.get(), scene_
        );
        !offered) {
        return offered;
    }
    if (settings_.socket.empty()) {
        const char* name = wl_display_add_socket_auto(display_.get());
        if (name == nullptr) {
            return fail("no free Wayland socket: {}", std::strerror(errno));
        }
        wayland_display_ = name;
    } else {
        if (wl_display_add_socket(display_.get(), settings_.socket.c_str()) != 0) {
            return fail(
                "the Wayland socket {} cannot be made: {}", settings_.socket, std::strerror(errno)
            );
        }
        wayland_display_ = settings_.socket;
    }
    if (settings_.ipc_socket.empty()) {
        auto path = ipc::default_socket_path();
        if (!path) {
            return std::unexpected(path.error());
        }
        settings_.ipc_socket = *path;
    }
    return ipc_.listen(settings_.ipc_socket);
}

Result<void> Server::start_backend() {
    outputs_.set_rules(settings_.config.outputs);
    outputs_.expect_nested(settings_.outputs);
    if (!wlr_backend_start(graphics_.backend.get())) {
        return fail("the backend could not be started");
    }
    if (graphics_.only_headless) {
        if (settings_.outputs.empty()) {
            settings_.outputs.emplace_back();
        }
        for (const auto& spec : settings_.outputs) {
            if (auto added = outputs_.add_virtual(spec); !added) {
                return std::unexpected(added.error());
            }
        }
        return {};
    }
    return {};
}

void Server::tell_children() {
    children_.set_environment({
        {"WAYLAND_DISPLAY", wayland_display_},
        {"WAYLAND_SOCKET", ""},
        // Never the one of a display that we are nested in: it is not ours to hand on.
        {"DISPLAY", xwayland_.display_name()},
        {"EXWM_VR_IPC", ipc_.path().string()},
        {"XDG_CURRENT_DESKTOP", "EXWM-VR"},
        {"XDG_SESSION_TYPE", "wayland"},
        // Our service manager is not theirs.
        {"NOTIFY_SOCKET", ""},
        {"WATCHDOG_USEC", ""},
        {"WATCHDOG_PID", ""},
    });
}

Result<void> Server::start_command() {
    tell_children();
    log::info("exwm-vr {}: {}", EXWM_VR_VERSION, graphics_.summary);
    decide();
    log::info("Wayland display {}", wayland_display_);
    announce_ready();
    for (const auto& line : settings_.config.autostart) {
        if (const auto started = children_.start_shell(line); !started) {
            log::warn("autostart: {}", started.error().message);
        }
    }
    if (settings_.command.empty()) {
        return {};
    }
    std::function<void(int)> on_exit;
    if (settings_.exit_with_command) {
        on_exit = [this](int status) { stop(status); };
    }
    if (auto started = children_.start(settings_.command, on_exit); !started) {
        return std::unexpected(started.error());
    }
    return {};
}

void Server::announce_ready() {
    service_manager_.ready(status_line());
    if (!settings_.ready_fd) {
        return;
    }
    const auto line = wayland_display_ + '\n';
    if (write(settings_.ready_fd.get(), line.data(), line.size()) < 0) {
        log::warn("--ready-fd: {}", std::strerror(errno));
    }
    settings_.ready_fd.reset();
}

void Server::catch_signals() {
    signal(SIGPIPE, SIG_IGN); // a client that is gone is an error of its socket, not our end
    for (const int number : {SIGTERM, SIGINT}) {
        signals_.push_back(LoopCallback::on_signal(loop_, number, [this, number] {
            log::info("{}: shutting down", number == SIGTERM ? "SIGTERM" : "SIGINT");
            stop(0);
        }));
    }
    signals_.push_back(LoopCallback::on_signal(loop_, SIGHUP, [this] {
        if (const auto done = reload(); !done) {
            log::warn("the config stays as it was: {}", done.error().message);
        }
    }));
}

SessionControl Server::control() {
    return {
        .reload_config = [this] { return reload(); },
        .spawn = [this](const std::string& command) { return children_.start_shell(command); },
        .exit = [this] { stop(0); },
        .status = [this] { return ipc::Status{summary(), settings_.config_error}; },
        .clients = [this] { return list_clients(display_.get(), filter_, desk_); },
        .toggle_shortcuts = [this] { seat_.shortcuts().toggle(); },
        .release_grabs = [this] { ipc_.release_grabs(); },
        .x11_display = [this] { return xwayland_.display_name(); },
        .switch_terminal = [this](unsigned number) { switch_terminal(number); },
        .gpus = [this] { return list_gpus(); },
        .decisions = [this] { return decisions_; },
        .release_gpu = [this](const std::string& name) { return release_gpu(name); },
        .acquire_gpu = [this](const std::string& name) { return acquire_gpu(name); },
    };
}

void Server::switch_terminal(unsigned number) {
    if (!graphics_.kms) {
        log::debug("virtual terminal {}: this session is not on one", number);
    } else if (!wlr_session_change_vt(graphics_.kms->session(), number)) {
        log::warn("virtual terminal {}: the seat does not switch to it", number);
    }
}

Result<void> Server::configure(const config::Config& config) {
    if (auto keyboard = seat_.keyboards().configure(config.keyboard); !keyboard) {
        return keyboard;
    }
    seat_.devices().configure(config.inputs, config.switches.panels);
    if (seat_.pointer().configure(config.cursor)) {
        seat_.transient().cursors_changed();
    }
    filter_.set_rules(config.sandbox);
    user_input_.configure(config);
    ipc_.set_limits(config.ipc);
    leases_.configure(config);
    desk_.configure(config);
    scale_x11(config);
    xwayland_.enable(config.xwayland.enabled);
    return {};
}

std::string Server::summary() const {
    return formatted("Wayland display {}, {}", wayland_display_, graphics_.summary);
}

std::string Server::status_line() const {
    auto line = summary();
    if (!settings_.config_error.empty()) {
        line += "; the config file is not in force: " + settings_.config_error;
    }
    return line;
}

Result<void> Server::reload() {
    service_manager_.reloading();
    auto done = read_config_again();
    settings_.config_error = done ? "" : done.error().message;
    service_manager_.ready(
        done ? status_line() : "The config stays as it was: " + done.error().message
    );
    if (!done) {
        ipc_.config_failed(settings_.config_error);
    }
    return done;
}

Result<void> Server::read_config_again() {
    auto fresh = settings_.load_config();
    if (!fresh) {
        return std::unexpected(fresh.error());
    }
    if (auto configured = configure(*fresh); !configured) {
        return configured;
    }
    settings_.config = *fresh;
    tell_children();
    outputs_.set_rules(settings_.config.outputs);
    judge_outputs_anew();
    outputs_.apply_rules();
    ipc_.config_reloaded();
    log::info("the config was read again");
    return {};
}

void Server::stop(int status) {
    status_ = status;
    service_manager_.stopping();
    wl_display_terminate(display_.get());
}

Server::Parts Server::parts() {
    return {*display_, *graphics_.backend, *outputs_.layout(), desk_};
}

int Server::run() {
    wl_display_run(display_.get());
    return status_;
}

} // namespace exwm_vr::server
