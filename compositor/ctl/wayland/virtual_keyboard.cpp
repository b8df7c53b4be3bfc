// SPDX-License-Identifier: MIT
#include "ctl/wayland/virtual_keyboard.hpp"

#include "base/fd.hpp"
#include "ctl/wayland/virtual_keyboard_protocol.hpp"

#include <wayland-client.h>

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace exwm_vr::ctl {

namespace protocol = virtual_keyboard_protocol;

namespace {

/// A file of @p text and a closing NUL.
Result<Fd> memory_file(const std::string& text) {
    Fd file(memfd_create("exwm-vrctl-keymap", MFD_CLOEXEC));
    std::size_t written = 0;
    const std::size_t size = text.size() + 1;
    while (file && written < size) {
        const ssize_t count = write(file.get(), text.c_str() + written, size - written);
        if (count < 0 && errno != EINTR) {
            break;
        }
        written += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    if (written < size) {
        return fail("cannot write a keymap of {} bytes: {}", size, std::strerror(errno));
    }
    return file;
}

} // namespace

Outcome<std::unique_ptr<VirtualKeyboard>> VirtualKeyboard::open(Connection& connection) {
    auto seat = Seat::open(connection);
    if (!seat) {
        return std::unexpected(seat.error());
    }
    return open(connection, std::move(*seat));
}

Outcome<std::unique_ptr<VirtualKeyboard>>
VirtualKeyboard::open(Connection& connection, std::unique_ptr<Seat> seat) {
    const Global* const global = connection.find_global(protocol::manager_interface.name);
    if (global == nullptr) {
        return fail("the compositor does not offer {}", protocol::manager_interface.name);
    }
    std::unique_ptr<VirtualKeyboard> keyboard(new VirtualKeyboard(connection));
    keyboard->seat_ = std::move(seat);
    keyboard->manager_ = connection.bind_untyped(*global, protocol::manager_interface);
    keyboard->keyboard_ = wl_proxy_marshal_flags(
        keyboard->manager_.get(),
        protocol::manager_create_virtual_keyboard,
        &protocol::keyboard_interface,
        wl_proxy_get_version(keyboard->manager_.get()),
        0,
        keyboard->seat_->get(),
        nullptr
    );
    const bool first_of_its_kind = !keyboard->seat_->has_keyboard();
    if (auto mapped = keyboard->set_keymap(us_keyboard()); !mapped) {
        return std::unexpected(mapped.error());
    }
    if (auto done = connection.roundtrip(); !done) {
        return std::unexpected(done.error());
    }
    if (first_of_its_kind) {
        if (auto noticed = pause(connection, new_device_pause); !noticed) {
            return std::unexpected(noticed.error());
        }
    }
    return keyboard;
}

VirtualKeyboard::VirtualKeyboard(Connection& connection)
    : connection_(connection) {}

VirtualKeyboard::~VirtualKeyboard() {
    if (keyboard_ != nullptr) {
        wl_proxy_marshal_flags(
            keyboard_,
            protocol::keyboard_destroy,
            nullptr,
            wl_proxy_get_version(keyboard_),
            WL_MARSHAL_FLAG_DESTROY
        );
        wl_display_flush(connection_.display());
    }
}

Outcome<void> VirtualKeyboard::type(std::string_view utf8, milliseconds delay) {
    const auto parts = plan_text(utf8);
    if (!parts) {
        return std::unexpected(parts.error());
    }
    for (const Typing& part : *parts) {
        if (auto played = play(part, delay); !played) {
            return played;
        }
    }
    return connection_.roundtrip();
}

Outcome<void> VirtualKeyboard::press(std::span<const config::KeyChord> chords, milliseconds delay) {
    const auto typing = plan_chords(chords);
    if (!typing) {
        return std::unexpected(typing.error());
    }
    if (auto played = play(*typing, delay); !played) {
        return played;
    }
    return connection_.roundtrip();
}

Outcome<void> VirtualKeyboard::play(const Typing& typing, milliseconds delay) {
    if (auto mapped = set_keymap(typing.keys); !mapped) {
        return std::unexpected(mapped.error());
    }
    for (const Stroke& stroke : typing.strokes) {
        hold(stroke.modifiers);
        send_key(stroke.code, true);
        send_key(stroke.code, false);
        hold(0);
        if (auto sent = connection_.flush(Deadline::after(patience)); !sent) {
            return sent;
        }
        if (delay > milliseconds::zero()) {
            if (auto paused = pause(connection_, delay); !paused) {
                return paused;
            }
        }
    }
    return {};
}

Result<void> VirtualKeyboard::set_keymap(std::span<const Key> keys) {
    const std::string text = keymap_text(keys);
    const auto file = memory_file(text);
    if (!file) {
        return std::unexpected(file.error());
    }
    wl_proxy_marshal_flags(
        keyboard_,
        protocol::keyboard_keymap,
        nullptr,
        wl_proxy_get_version(keyboard_),
        0,
        static_cast<std::uint32_t>(WL_KEYBOARD_KEYMAP_FORMAT_XKB_V1),
        file->get(),
        static_cast<std::uint32_t>(text.size() + 1)
    );
    return {};
}

/// Presses and lets go of modifier keys. Both the keys and the state are sent: compositors do not
/// work one out from the other for virtual keyboards.
void VirtualKeyboard::hold(std::uint32_t modifiers) {
    if (modifiers == held_) {
        return;
    }
    for (const ModifierKey& key : modifier_keys()) {
        const bool wanted = (modifiers & key.modifier) != 0;
        if (wanted != ((held_ & key.modifier) != 0)) {
            send_key(key.code, wanted);
        }
    }
    held_ = modifiers;
    send_modifiers(modifiers);
}

void VirtualKeyboard::send_key(std::uint32_t code, bool pressed) {
    wl_proxy_marshal_flags(
        keyboard_,
        protocol::keyboard_key,
        nullptr,
        wl_proxy_get_version(keyboard_),
        0,
        event_time(),
        code,
        static_cast<std::uint32_t>(
            pressed ? WL_KEYBOARD_KEY_STATE_PRESSED : WL_KEYBOARD_KEY_STATE_RELEASED
        )
    );
}

void VirtualKeyboard::send_modifiers(std::uint32_t depressed) {
    wl_proxy_marshal_flags(
        keyboard_,
        protocol::keyboard_modifiers,
        nullptr,
        wl_proxy_get_version(keyboard_),
        0,
        depressed,
        0U,
        0U,
        0U
    );
}

} // namespace exwm_vr::ctl
