// SPDX-License-Identifier: MIT
#pragma once

#include "wlr/wlr.hpp"

#include <type_traits>
#include <utility>

namespace exwm_vr {

namespace detail {

template <typename T>
struct HandlerTraits;

template <typename O>
struct HandlerTraits<void (O::*)()> {
    using Owner = O;
    using Event = void;
};

template <typename O, typename E>
struct HandlerTraits<void (O::*)(E&)> {
    using Owner = O;
    using Event = E;
};

} // namespace detail

/// Connects one signal to one member function of its owner for as long as the listener lives.
///
/// The handler takes nothing, or a reference to what the signal carries. It may destroy the
/// owner, and so this listener. wlroots asserts that an object's signals have no listeners left
/// once its destroy signal has been sent: an owner must go, or disconnect(), within it.
template <auto Handler>
class Listener {
    using Owner = detail::HandlerTraits<decltype(Handler)>::Owner;
    using Event = detail::HandlerTraits<decltype(Handler)>::Event;

public:
    explicit Listener(Owner& owner)
        : owner_(owner) {
        hook_.listener.notify = &Listener::notify;
        hook_.self = this;
    }

    Listener(Owner& owner, wl_signal& signal)
        : Listener(owner) {
        connect(signal);
    }

    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    ~Listener() { disconnect(); }

    /// Leaves the signal it was connected to, if any.
    void connect(wl_signal& signal) {
        disconnect();
        wl_signal_add(&signal, &hook_.listener);
        connected_ = true;
    }

    void disconnect() {
        if (std::exchange(connected_, false)) {
            wl_list_remove(&hook_.listener.link);
        }
    }

    [[nodiscard]] bool connected() const { return connected_; }

private:
    // A plain struct, so that the listener's address is the struct's.
    struct Hook {
        wl_listener listener{};
        Listener* self = nullptr;
    };

    static_assert(std::is_standard_layout_v<Hook>);

    // noexcept: an exception must not cross the C frames above; it ends the program here.
    static void notify(wl_listener* listener, [[maybe_unused]] void* data) noexcept {
        auto& owner = reinterpret_cast<Hook*>(listener)->self->owner_;
        if constexpr (std::is_void_v<Event>) {
            (owner.*Handler)();
        } else {
            (owner.*Handler)(*static_cast<Event*>(data));
        }
    }

    Hook hook_;
    Owner& owner_;
    bool connected_ = false;
};

} // namespace exwm_vr
