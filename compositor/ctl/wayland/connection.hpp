// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "ctl/deadline.hpp"
#include "ctl/failure.hpp"
#include "ctl/wayland/proxy.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct wl_display;

namespace exwm_vr::ctl {

/// A global object that the compositor offers.
struct Global {
    std::uint32_t name = 0; ///< the registry's number for it
    std::string interface;
    std::uint32_t version = 0;
};

/// Is told of globals that come and go while it is registered.
class GlobalObserver {
public:
    virtual ~GlobalObserver() = default;
    virtual void global_added(const Global& global) = 0;
    virtual void global_removed(std::uint32_t name) = 0;
};

/// A connection to a Wayland compositor. Nothing happens outside of its calls; whatever was made
/// with it must go before it does.
class Connection {
public:
    /// Connects to @p display (a name in $XDG_RUNTIME_DIR or a path; empty: $WAYLAND_SOCKET,
    /// then $WAYLAND_DISPLAY) and learns its globals.
    [[nodiscard]] static Outcome<std::unique_ptr<Connection>>
    open(const std::string& display, Deadline deadline);

    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] const std::vector<Global>& globals() const;

    /// Null when there is no such global.
    [[nodiscard]] const Global* find_global(std::string_view interface) const;

    /// Binds the first global of type T, at its version or @p newest_version if that is lower.
    /// Null when there is none.
    template <typename T>
    [[nodiscard]] Proxy<T> bind_if_offered(std::uint32_t newest_version) {
        const wl_interface& interface = interface_of<T>();
        const Global* const global = find_global(interface_name(interface));
        return global == nullptr ? nullptr : bind<T>(*global, newest_version);
    }

    /// The same, where its lack is a failure that names the interface.
    template <typename T>
    [[nodiscard]] Result<Proxy<T>> bind(std::uint32_t newest_version) {
        Proxy<T> proxy = bind_if_offered<T>(newest_version);
        if (!proxy) {
            return fail("the compositor does not offer {}", interface_name(interface_of<T>()));
        }
        return proxy;
    }

    template <typename T>
    [[nodiscard]] Proxy<T> bind(const Global& global, std::uint32_t newest_version) {
        return Proxy<T>(static_cast<T*>(bind_raw(global, interface_of<T>(), newest_version)));
    }

    /// For interfaces that have no C type.
    [[nodiscard]] Proxy<wl_proxy> bind_untyped(const Global& global, const wl_interface& interface);

    /// Waits until the compositor has dealt with all that was sent, and handles what came.
    Outcome<void> roundtrip(Deadline deadline = Deadline::after(patience));

    /// Handles events until @p done says so. A passed deadline is a time-out; a lost connection
    /// or a protocol error is a failure.
    Outcome<void> wait_until(const std::function<bool()>& done, Deadline deadline);

    /// Sends what is waiting to be sent.
    Outcome<void> flush(Deadline deadline);

    /// @p observer must be taken out again before it goes.
    void add_observer(GlobalObserver& observer);
    void remove_observer(GlobalObserver& observer);

    [[nodiscard]] wl_display* display() const;

private:
    class State;
    explicit Connection(std::unique_ptr<State> state);

    [[nodiscard]] static std::string_view interface_name(const wl_interface& interface);
    [[nodiscard]] void*
    bind_raw(const Global& global, const wl_interface& interface, std::uint32_t newest_version);

    std::unique_ptr<State> state_;
};

} // namespace exwm_vr::ctl
