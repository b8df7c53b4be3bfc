// SPDX-License-Identifier: MIT
#include "ctl/wayland/connection.hpp"

#include "base/format.hpp"

#include <wayland-client.h>

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace exwm_vr::ctl {

class Connection::State {
public:
    explicit State(wl_display* display)
        : display_(display) {}

    State(const State&) = delete;
    State& operator=(const State&) = delete;

    ~State() {
        registry_.reset();
        wl_display_disconnect(display_);
    }

    void listen() {
        static constexpr wl_registry_listener listener{
            .global = [](
                          void* data,
                          wl_registry*,
                          std::uint32_t name,
                          const char* interface,
                          std::uint32_t version
                      ) { static_cast<State*>(data)->added({name, interface, version}); },
            .global_remove = [](void* data,
                                wl_registry*,
                                std::uint32_t name) { static_cast<State*>(data)->removed(name); },
        };
        registry_.reset(wl_display_get_registry(display_));
        wl_registry_add_listener(registry_.get(), &listener, this);
    }

    [[nodiscard]] Failure error() const;
    [[nodiscard]] Outcome<bool> wait_for(short events, Deadline deadline) const;

    wl_display* display_;
    Proxy<wl_registry> registry_;
    std::vector<Global> globals_;
    std::vector<GlobalObserver*> observers_;

private:
    void added(Global global) {
        globals_.push_back(std::move(global));
        const Global copy = globals_.back(); // an observer may bind more and move the vector
        for (GlobalObserver* observer : std::vector(observers_)) {
            observer->global_added(copy);
        }
    }

    void removed(std::uint32_t name) {
        std::erase_if(globals_, [name](const Global& global) { return global.name == name; });
        for (GlobalObserver* observer : std::vector(observers_)) {
            observer->global_removed(name);
        }
    }
};

Failure Connection::State::error() const {
    const int code = wl_display_get_error(display_);
    if (code != EPROTO) {
        return Error{formatted("the connection was lost: {}", std::strerror(code))};
    }
    const wl_interface* interface = nullptr;
    std::uint32_t id = 0;
    const std::uint32_t reason = wl_display_get_protocol_error(display_, &interface, &id);
    return Error{formatted(
        "the compositor refused a request: error {} of {}",
        reason,
        interface == nullptr ? "an object already gone" : interface->name
    )};
}

/// False when the deadline has passed.
Outcome<bool> Connection::State::wait_for(short events, Deadline deadline) const {
    pollfd waiting{.fd = wl_display_get_fd(display_), .events = events, .revents = 0};
    while (true) {
        const int ready = poll(&waiting, 1, deadline.poll_timeout());
        if (ready > 0) {
            return true;
        }
        if (ready == 0) {
            return false;
        }
        if (errno != EINTR) {
            return fail("poll: {}", std::strerror(errno));
        }
    }
}

Outcome<std::unique_ptr<Connection>>
Connection::open(const std::string& display, Deadline deadline) {
    wl_display* const connected = wl_display_connect(display.empty() ? nullptr : display.c_str());
    if (connected == nullptr) {
        const int reason = errno;
        const char* const inherited = std::getenv("WAYLAND_DISPLAY");
        const std::string name = display.empty() && inherited != nullptr ? inherited : display;
        if (name.empty()) {
            return fail("no Wayland display: neither --display nor WAYLAND_DISPLAY is given");
        }
        return fail("cannot connect to the Wayland display {}: {}", name, std::strerror(reason));
    }
    auto state = std::make_unique<State>(connected);
    state->listen();
    std::unique_ptr<Connection> connection(new Connection(std::move(state)));
    if (auto done = connection->roundtrip(deadline); !done) {
        return std::unexpected(done.error());
    }
    return connection;
}

Connection::Connection(std::unique_ptr<State> state)
    : state_(std::move(state)) {}

Connection::~Connection() = default;

const std::vector<Global>& Connection::globals() const {
    return state_->globals_;
}

const Global* Connection::find_global(std::string_view interface) const {
    const auto found = std::ranges::find(state_->globals_, interface, &Global::interface);
    return found == state_->globals_.end() ? nullptr : &*found;
}

wl_display* Connection::display() const {
    return state_->display_;
}

std::string_view Connection::interface_name(const wl_interface& interface) {
    return interface.name;
}

void* Connection::bind_raw(
    const Global& global, const wl_interface& interface, std::uint32_t newest_version
) {
    return wl_registry_bind(
        state_->registry_.get(), global.name, &interface, std::min(global.version, newest_version)
    );
}

Proxy<wl_proxy> Connection::bind_untyped(const Global& global, const wl_interface& interface) {
    const auto newest = static_cast<std::uint32_t>(interface.version);
    return Proxy<wl_proxy>(static_cast<wl_proxy*>(bind_raw(global, interface, newest)));
}

void Connection::add_observer(GlobalObserver& observer) {
    state_->observers_.push_back(&observer);
}

void Connection::remove_observer(GlobalObserver& observer) {
    std::erase(state_->observers_, &observer);
}

Outcome<void> Connection::flush(Deadline deadline) {
    while (wl_display_flush(display()) < 0) {
        // EPIPE is no end: what the compositor said before it hung up is still to be read.
        if (errno == EPIPE) {
            return {};
        }
        if (errno != EAGAIN) {
            return std::unexpected(state_->error());
        }
        const auto ready = state_->wait_for(POLLOUT, deadline);
        if (!ready) {
            return std::unexpected(ready.error());
        }
        if (!*ready) {
            return timed_out("the compositor takes no requests");
        }
    }
    return {};
}

Outcome<void> Connection::wait_until(const std::function<bool()>& done, Deadline deadline) {
    while (true) {
        if (wl_display_dispatch_pending(display()) < 0) {
            return std::unexpected(state_->error());
        }
        if (done()) {
            return {};
        }
        if (wl_display_prepare_read(display()) < 0) {
            continue; // something came between
        }
        if (auto flushed = flush(deadline); !flushed) {
            wl_display_cancel_read(display());
            return flushed;
        }
        const auto ready = state_->wait_for(POLLIN, deadline);
        if (!ready || !*ready) {
            wl_display_cancel_read(display());
            if (!ready) {
                return std::unexpected(ready.error());
            }
            return timed_out("it did not happen in time");
        }
        if (wl_display_read_events(display()) < 0) {
            return std::unexpected(state_->error());
        }
    }
}

Outcome<void> Connection::roundtrip(Deadline deadline) {
    struct Callback {
        explicit Callback(wl_callback* object)
            : callback(object) {}

        Callback(const Callback&) = delete;
        Callback& operator=(const Callback&) = delete;

        ~Callback() { wl_callback_destroy(callback); }

        wl_callback* callback;
        bool done = false;
    } callback(wl_display_sync(display()));

    static constexpr wl_callback_listener listener{
        .done = [](void* data, wl_callback*, std::uint32_t) {
            static_cast<Callback*>(data)->done = true;
        },
    };
    wl_callback_add_listener(callback.callback, &listener, &callback);
    auto waited = wait_until([&callback] { return callback.done; }, deadline);
    if (!waited && waited.error().kind == Failure::Kind::timed_out) {
        return timed_out("the compositor does not answer");
    }
    return waited;
}

} // namespace exwm_vr::ctl
