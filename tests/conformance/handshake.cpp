// SPDX-License-Identifier: MIT
// Preloaded into WLCS: makes its windows, popups and panels begin as their protocols want it.
//
// WLCS 1.8.1 attaches the first buffer to most of its xdg and layer surfaces before these were
// configured. That is an error (unconfigured_buffer, already_constructed) which wlroots answers
// by disconnecting the client, so that hundreds of tests would end before what they test. Here
// such an attach is preceded by what the client left out: an empty commit, waiting for the
// configure, the ack. A client that does it itself is left alone.
#include <wayland-client-core.h>
#include <wayland-client-protocol.h>

#include <dlfcn.h>
#include <xdg-shell-client-protocol.h>

#include <array>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <optional>
#include <string_view>

namespace {

constexpr std::size_t most_arguments = 20; // libwayland's own limit
// Requests of the layer shell, whose header for clients is no C++.
constexpr std::uint32_t get_layer_surface = 0;
constexpr std::uint32_t ack_layer_configure = 6;

/// An xdg surface or a layer surface.
struct Shell {
    bool layer = false;
    bool has_role = false; ///< is a toplevel, a popup or a panel
    bool committed = false;
    bool acknowledged = false;
    bool unmapping = false;              ///< at the next commit
    std::optional<std::uint32_t> serial; ///< of the last configure
    const xdg_surface_listener* listener = nullptr;
};

struct State {
    std::map<wl_proxy*, wl_proxy*> shell_of; ///< from wl_surface to the key in shells
    std::map<wl_proxy*, Shell> shells;       ///< by xdg_surface or zwlr_layer_surface_v1
};

// WLCS's clients all run on one thread.
State& state() {
    static State held;
    return held;
}

template <typename Function>
Function next(const char* name) {
    auto* found = dlsym(RTLD_NEXT, name);
    if (found == nullptr) {
        std::fprintf(stderr, "handshake: libwayland-client has no %s\n", name);
        std::abort();
    }
    return reinterpret_cast<Function>(found);
}

Shell* shell_of(wl_proxy* surface) {
    const auto found = state().shell_of.find(surface);
    return found != state().shell_of.end() ? &state().shells[found->second] : nullptr;
}

bool is(wl_proxy* proxy, std::string_view interface) {
    return wl_proxy_get_class(proxy) == interface;
}

void on_configure(void* data, xdg_surface* surface, std::uint32_t serial) {
    const auto found = state().shells.find(reinterpret_cast<wl_proxy*>(surface));
    if (found == state().shells.end()) {
        return;
    }
    found->second.serial = serial;
    if (const auto* listener = found->second.listener) {
        listener->configure(data, surface, serial);
    }
}

/// Does what is to be done before a surface's first buffer.
void shake_hands(wl_proxy* surface) {
    auto* shell = shell_of(surface);
    // Without a role there is nothing to be configured: an error that the test is about.
    if (shell == nullptr || shell->acknowledged || !shell->has_role) {
        return;
    }
    if (!shell->committed) {
        wl_surface_commit(reinterpret_cast<wl_surface*>(surface));
    }
    auto* display = wl_proxy_get_display(surface);
    // The compositor may send the configure after the answer to what it came with.
    constexpr int patience = 5;
    for (int round = 0; !shell->serial && !shell->acknowledged && round < patience; ++round) {
        if (wl_display_roundtrip(display) < 0) {
            return;
        }
    }
    // WLCS may have done it itself when the configure came, as it does for layer surfaces.
    if (shell->serial && !shell->acknowledged && !shell->layer) {
        auto* shell_proxy = state().shell_of.at(surface);
        xdg_surface_ack_configure(reinterpret_cast<xdg_surface*>(shell_proxy), *shell->serial);
    }
}

/// Remembers what a request that was sent says of xdg surfaces.
void learn(wl_proxy* proxy, std::uint32_t opcode, const wl_argument* arguments, wl_proxy* made) {
    if (is(proxy, "xdg_wm_base") && opcode == XDG_WM_BASE_GET_XDG_SURFACE) {
        state().shell_of[reinterpret_cast<wl_proxy*>(arguments[1].o)] = made;
        state().shells[made] = {};
    } else if (is(proxy, "zwlr_layer_shell_v1") && opcode == get_layer_surface) {
        state().shell_of[reinterpret_cast<wl_proxy*>(arguments[1].o)] = made;
        state().shells[made] = {.layer = true, .has_role = true};
    } else if (is(proxy, "zwlr_layer_surface_v1")) {
        state().shells[proxy].acknowledged |= opcode == ack_layer_configure;
    } else if (is(proxy, "xdg_surface")) {
        auto& shell = state().shells[proxy];
        shell.has_role |= opcode == XDG_SURFACE_GET_TOPLEVEL || opcode == XDG_SURFACE_GET_POPUP;
        shell.acknowledged |= opcode == XDG_SURFACE_ACK_CONFIGURE;
    } else if (is(proxy, "wl_surface") && opcode == WL_SURFACE_ATTACH) {
        if (auto* shell = shell_of(proxy)) {
            shell->unmapping = arguments[0].o == nullptr;
        }
    } else if (is(proxy, "wl_surface") && opcode == WL_SURFACE_COMMIT) {
        if (auto* shell = shell_of(proxy)) {
            shell->committed |= shell->has_role;
            if (shell->unmapping) {
                // All begins anew.
                shell->committed = shell->acknowledged = shell->unmapping = false;
                shell->serial.reset();
            }
        }
    }
}

void forget(wl_proxy* proxy) {
    state().shell_of.erase(proxy);
    state().shells.erase(proxy);
    std::erase_if(state().shell_of, [&](const auto& entry) { return entry.second == proxy; });
}

std::array<wl_argument, most_arguments> gather(const char* signature, va_list list) {
    std::array<wl_argument, most_arguments> result{};
    std::size_t count = 0;
    for (; *signature != '\0'; ++signature) {
        switch (*signature) {
        case 'i':
            result.at(count++).i = va_arg(list, std::int32_t);
            break;
        case 'u':
            result.at(count++).u = va_arg(list, std::uint32_t);
            break;
        case 'f':
            result.at(count++).f = va_arg(list, wl_fixed_t);
            break;
        case 'h':
            result.at(count++).h = va_arg(list, std::int32_t);
            break;
        case 's':
            result.at(count++).s = va_arg(list, const char*);
            break;
        case 'o':
        case 'n':
            result.at(count++).o = va_arg(list, wl_object*);
            break;
        case 'a':
            result.at(count++).a = va_arg(list, wl_array*);
            break;
        default:
            break; // since which version, or that it may be null
        }
    }
    return result;
}

} // namespace

extern "C" {

__attribute__((visibility("default"))) wl_proxy* wl_proxy_marshal_flags(
    wl_proxy* proxy,
    std::uint32_t opcode,
    const wl_interface* interface,
    std::uint32_t version,
    std::uint32_t flags,
    ...
) {
    va_list list;
    va_start(list, flags);
    auto arguments = gather(wl_proxy_get_interface(proxy)->methods[opcode].signature, list);
    va_end(list);
    if (is(proxy, "wl_surface") && opcode == WL_SURFACE_ATTACH && arguments[0].o != nullptr) {
        shake_hands(proxy);
    }
    const bool goes = (flags & WL_MARSHAL_FLAG_DESTROY) != 0;
    if (goes) {
        forget(proxy);
    }
    auto* made =
        wl_proxy_marshal_array_flags(proxy, opcode, interface, version, flags, arguments.data());
    if (!goes) {
        learn(proxy, opcode, arguments.data(), made);
    }
    return made;
}

__attribute__((visibility("default"))) int
wl_proxy_add_listener(wl_proxy* proxy, void (**implementation)(), void* data) {
    static const auto real = next<int (*)(wl_proxy*, void (**)(), void*)>("wl_proxy_add_listener");
    if (!is(proxy, "xdg_surface")) {
        return real(proxy, implementation, data);
    }
    static xdg_surface_listener ours{.configure = on_configure};
    state().shells[proxy].listener = reinterpret_cast<const xdg_surface_listener*>(implementation);
    return real(proxy, reinterpret_cast<void (**)()>(&ours), data);
}
}
